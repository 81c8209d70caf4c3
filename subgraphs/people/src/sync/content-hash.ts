import { createHash } from 'node:crypto';
import type { StaffRecordInput } from './staff-record.types.ts';

/**
 * A digest of all that a record says but when it said it and in which row. Two records of one source
 * with the same digest say the same.
 *
 * @param school whose posts are meant where a post names none.
 */
export function contentHash(record: StaffRecordInput, school: string): string {
  return createHash('sha256')
    .update(JSON.stringify([version, school, record], sorted))
    .digest('base64');
}

/** To be raised when the same record is read otherwise than before, so that it is read again. */
const version = 1;

/** They are about the sending, not about the person. */
const unsaid = new Set(['row', 'updatedAt']);

/** Order of fields, and null for what is absent, are no difference. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const told = Object.entries(value).filter(([name, item]) => item != null && !unsaid.has(name));
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A digest of a whole chunk: of what it says and of when. */
export function chunkHash(records: readonly StaffRecordInput[], hashes: readonly string[]): string {
  const rows = records.map(({ row, updatedAt, externalId }, place) => {
    return [row ?? null, updatedAt?.getTime() ?? null, externalId, hashes[place]];
  });
  return createHash('sha256').update(JSON.stringify(rows)).digest('base64');
}
