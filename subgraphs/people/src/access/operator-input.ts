import { isId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { NamedPerson } from './access-lookup.service.ts';
import { AccessRefused } from './access.service.ts';
import { longestLife } from './api-client.service.ts';
import { keyScopes } from './api-key.ts';
import { roleNames } from './role.scopes.ts';

/** Signatures that the gateway takes. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

const text = z
  .string()
  .trim()
  .regex(/^\P{Cc}+$/u, 'must not be empty')
  .max(255, 'is longer than 255 characters');

const uid = z.string().regex(/^\d{1,8}$/, 'is the UID of the trust in GIAS, up to 8 digits');
const urnWith = (message: string) => z.string().regex(/^\d{6}$/, message);

/** Kept letter for letter, because tokens must name their issuer so. */
const address = z
  .string()
  .max(2_000, 'is too long')
  .refine(isSafeAddress, 'must be an https address without password or # (http on this machine)');

const person = z.string().transform((given, context): NamedPerson => {
  const value = given.trim().toLowerCase();
  if (value.includes('@')) return { by: 'work e-mail', value };
  if (/^\d{7}$/.test(value)) return { by: 'TRN', value };
  if (isId(value)) return { by: 'id', value };
  context.addIssue({ code: 'custom', message: 'is a work e-mail, a TRN of 7 digits or an id' });
  return z.NEVER;
});

/** Comma-separated, each once. */
function listOf<Item extends z.ZodType<string, string>>(item: Item) {
  return z
    .string()
    .transform((given) => [...new Set(given.split(',').map((part) => part.trim()))])
    .pipe(z.array(item));
}

const oneOf = <const Name extends string>(names: readonly Name[]) =>
  z.enum(names, `takes ${names.join(', ')}`);

export const providerInput = z.object({
  trust: uid,
  issuer: address,
  audience: text,
  jwks: address,
  algorithms: listOf(oneOf(algorithms)).default(['RS256', 'ES256']),
});

export const signInInput = z.object({
  trust: uid,
  issuer: z.string().min(1, 'must not be empty'),
  subject: text,
  person,
});

export const roleInput = z
  .object({
    trust: uid,
    person,
    role: oneOf(roleNames),
    school: urnWith('is a URN, 6 digits').optional(),
    remove: z.boolean().default(false),
  })
  .refine(({ role, school }) => (role === 'HEAD') === (school !== undefined), {
    path: ['school'],
    message: 'goes with HEAD, always, and with no other role',
  });

export const apiKeyInput = z.object({
  trust: uid,
  name: text,
  schools: z.union([z.literal('all'), listOf(urnWith('is “all” or URNs of 6 digits with commas'))]),
  scopes: listOf(oneOf(keyScopes)),
  expires: z.iso
    .date('is a day as YYYY-MM-DD')
    .refine((day) => day > londonDay(), 'must be after today')
    .refine((day) => day <= londonDay(lastExpiry()), 'must be within a year'),
});

export const revokeKeyInput = z.object({
  'key-id': z
    .string()
    .regex(/^[a-z0-9]{12}$/, 'is the third part of a key, 12 letters and digits; never send more'),
});

export const listInput = z.object({ trust: uid });

/**
 * Reads the options of one verb.
 *
 * @throws AccessRefused naming each option that is missing or wrong, never with its value: somebody may
 *   have typed a secret.
 */
export function readOptions<Shape extends z.ZodObject>(
  shape: Shape,
  args: readonly string[],
): z.output<Shape> {
  const type = (name: string) => (name === 'remove' ? 'boolean' : 'string');
  const options = Object.fromEntries(
    Object.keys(shape.shape).map((name) => [name, { type: type(name) }] as const),
  );
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (positionals.length > 0) throw new AccessRefused('Something stands outside the options.');
  const result = shape.safeParse(values);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path: [name = ''], message }) => {
    const isMissing = values[String(name)] === undefined && name !== 'school';
    return `--${String(name)} ${isMissing ? 'is missing' : message}.`;
  });
  throw new AccessRefused([...new Set(lines)].join('\n'));
}

const lastExpiry = () => new Date(Date.now() + longestLife);

function isSafeAddress(given: string): boolean {
  const url = /\s/.test(given) ? null : URL.parse(given);
  if (!url || url.username || url.password || url.hash) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && thisMachine.has(url.hostname));
}
