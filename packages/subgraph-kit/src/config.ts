import { z } from 'zod';
import { readAssertionKeys } from './assertion.ts';

/** The environment, as `process.env` gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Something the operator must put right before the process can start. */
export class ConfigurationError extends Error {}

/**
 * Checks the whole environment at once, so that the operator hears of everything that is missing or
 * malformed in one message. Values never appear in it: they may be secrets.
 *
 * @throws ConfigurationError naming each variable.
 */
export function readConfig<Shape extends z.ZodType>(
  shape: Shape,
  environment: Environment,
): z.output<Shape> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = shape.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `  ${name}: ${given[name] === undefined ? 'missing' : message}`;
  });
  throw new ConfigurationError(`The environment is not complete:\n${lines.join('\n')}`);
}

/** A TCP port as text; 0 lets the system choose. */
export const port = z.coerce.number().int().min(0).max(65_535);

/** Keys in the form of `readAssertionKeys`. */
export const assertionKeys = z.string().transform((text, issue) => {
  try {
    return readAssertionKeys(text);
  } catch (error) {
    issue.addIssue({
      code: 'custom',
      message: error instanceof Error ? error.message : 'malformed',
    });
    return z.NEVER;
  }
});

/** The key to sign with: the first one, while keys rotate. */
export const signingKey = assertionKeys.transform(([first], issue) => {
  if (first) return first;
  issue.addIssue({ code: 'custom', message: 'no key' });
  return z.NEVER;
});

/** A secret of at least 32 bytes as base64url. */
export const secret = z
  .string()
  .regex(/^[\w-]{43,}$/, 'not base64url of at least 32 bytes')
  .transform((text) => Buffer.from(text, 'base64url'));

/** What every process that serves needs to know. */
export const servingShape = {
  /** Unless somebody says otherwise, nothing is open that development opens. */
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  /** Address to listen on; loopback unless the operator opens it. */
  HOST: z.string().default('127.0.0.1'),
  PORT: port,
  /** Health and metrics, never the public port. */
  OPERATIONS_PORT: port,
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
};

/** What every subgraph needs to know. */
export const subgraphShape = z.object({
  ...servingShape,
  /** As the app role: no superuser, no owner, no bypass of row security. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** As the owner role; where given, migrations run before the process serves. */
  MIGRATION_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Path of a Unix socket to answer on beside the port, for a gateway on the same host. */
  SOCKET: z.string().startsWith('/').optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  /** Keys of the processes that may call this subgraph. */
  ASSERTION_KEYS: assertionKeys,
  CURSOR_SECRET: secret,
  /** By which the worker's signature under events is checked; without it no events are taken. */
  EVENT_KEYS: z.string().optional(),
});

export type SubgraphConfig = z.output<typeof subgraphShape>;
