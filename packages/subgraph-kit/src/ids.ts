import { randomFillSync } from 'node:crypto';
import { v7, validate } from 'uuid';

/** The id that nothing has. */
export const noId = '00000000-0000-0000-0000-000000000000';

/** Random bytes for some ids: asked for one by one they cost more than all the rest of an id. */
const pool = Buffer.alloc(16 * 256);
let place = pool.length;
let lastAt = 0;
let sequence = 0;

/** A new id, greater than all that this process has made, so that indexes grow at one end. */
export function newId(): string {
  if (place === pool.length) {
    randomFillSync(pool);
    place = 0;
  }
  const random = pool.subarray(place, place + 16);
  place += 16;
  const now = Date.now();
  if (now > lastAt) {
    lastAt = now;
    sequence = random.readUInt32BE(6) >>> 1; // half of them are left for those of the same millisecond
  } else sequence += 1;
  return v7({ random, msecs: lastAt, seq: sequence });
}

/** A new id of a request, which is also the id of its trace: 32 hexadecimal digits. */
export const newRequestId = (): string => newId().replaceAll('-', '');

/** @returns whether PostgreSQL would take this as a uuid. Ids are opaque to clients, who may send anything. */
export function isId(id: string): boolean {
  return validate(id);
}

/** The id for SQL; a malformed one becomes an id that nothing has, so that it is simply not found. */
export function idOrNone(id: string): string {
  return validate(id) ? id : noId;
}
