import { v7, validate } from 'uuid';

/** The id that nothing has. */
export const noId = '00000000-0000-0000-0000-000000000000';

/** A new id, ordered by time so that indexes grow at one end. */
export const newId = (): string => v7();

/** A new id of a request, which is also the id of its trace: 32 hexadecimal digits. */
export const newRequestId = (): string => v7().replaceAll('-', '');

/** @returns whether PostgreSQL would take this as a uuid. Ids are opaque to clients, who may send anything. */
export function isId(id: string): boolean {
  return validate(id);
}

/** The id for SQL; a malformed one becomes an id that nothing has, so that it is simply not found. */
export function idOrNone(id: string): string {
  return validate(id) ? id : noId;
}
