import { GraphQLScalarType, Kind } from 'graphql';
import { badUserInput } from './faults.ts';

/** A calendar day, ISO `2026-09-01`, text on both sides so that no time zone can move it. */
export const Day = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar day in England, ISO 8601: `2026-09-01`.',
  serialize: (value) => ours(day, value),
  parseValue: (value) => day(value),
  parseLiteral: (node) => day(node.kind === Kind.STRING ? node.value : undefined),
});

/** An instant, kept as `timestamptz`. */
export const Instant = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant in UTC, ISO 8601: `2026-09-01T07:30:00.000Z`.',
  serialize: (value) => ours(instant, value).toISOString(),
  parseValue: (value) => instant(value),
  parseLiteral: (node) => instant(node.kind === Kind.STRING ? node.value : undefined),
});

/** What we serve and is no such value is a defect of ours, not a mistake of the caller. */
function ours<T>(read: (value: unknown) => T, value: unknown): T {
  try {
    return read(value);
  } catch (cause) {
    throw new TypeError('a stored value is not what its field promises', { cause });
  }
}

function day(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isRealDay(value))
    return value;
  throw badUserInput('A Date is a real day from 1900 to 2200, written 2026-09-01.');
}

function isRealDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || text < '1900-01-01' || text > '2200-12-31') return false;
  return new Date(time).toISOString().startsWith(text); // 30 February would roll over
}

function instant(value: unknown): Date {
  if (value instanceof Date) return value;
  const zoned =
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(value);
  const time = zoned && isRealDay(value.slice(0, 10)) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time);
  throw badUserInput('A DateTime is an instant with its offset, written 2026-09-01T07:30:00Z.');
}
