import { createHmac, timingSafeEqual } from 'node:crypto';
import { Fault } from './faults.ts';

/** A place in a list: the sort keys of one row, as text. */
export type CursorKeys = readonly string[];

/**
 * Writes and reads cursors. Each is authenticated, so that nobody can make one up, and bound to what
 * it was issued for, so that it cannot be carried to another list, order, filter or trust.
 */
export class Cursors {
  readonly #secret: Buffer;

  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  /** @param bound everything that the cursor is only good for. */
  write(keys: CursorKeys, bound: string): string {
    const payload = Buffer.from(JSON.stringify(keys));
    return Buffer.concat([this.#mac(payload, bound), payload]).toString('base64url');
  }

  /** @throws BAD_CURSOR when it was altered or issued for something else. */
  read(cursor: string, bound: string): CursorKeys {
    const bytes = Buffer.from(cursor.length > maximumLength ? '' : cursor, 'base64url');
    const payload = bytes.subarray(macLength);
    const mac = bytes.subarray(0, macLength);
    const asWritten = bytes.toString('base64url') === cursor; // decoding skips what is no base64url
    if (asWritten && mac.length === macLength && timingSafeEqual(mac, this.#mac(payload, bound))) {
      return JSON.parse(payload.toString()) as CursorKeys; // ours, as the mac has shown
    }
    throw new Fault('BAD_CURSOR', 'The cursor does not belong to this list.');
  }

  #mac(payload: Buffer, bound: string): Buffer {
    const mac = createHmac('sha256', this.#secret).update(bound).update('\0').update(payload);
    return mac.digest().subarray(0, macLength);
  }
}

const macLength = 16;
/** In characters: a sort by a text of a thousand characters still fits. */
const maximumLength = 8_000;
