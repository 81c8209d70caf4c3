import type { StaffRecord } from '../staff-record.ts';

/** Records that are sent together; chunks count from 1. */
export interface Chunk {
  readonly chunk: number;
  readonly records: readonly StaffRecord[];
}

/** Most records a chunk, as the contract has it. */
const mostRecords = 500;

/** Most bytes of records; the gateway takes bodies of 1,000,000. */
const mostBytes = 900_000;

/**
 * Cuts records into chunks. The same records make the same chunks, so that one who was stopped knows
 * by their numbers what has arrived.
 */
export async function* chunksOf(
  records: AsyncIterable<StaffRecord>,
  size = mostRecords,
): AsyncGenerator<Chunk> {
  let [chunk, bytes] = [1, 0];
  let held: StaffRecord[] = [];
  for await (const record of records) {
    const length = Buffer.byteLength(JSON.stringify(record)) + 1;
    if (held.length > 0 && (held.length >= size || bytes + length > mostBytes)) {
      yield { chunk, records: held };
      [chunk, bytes, held] = [chunk + 1, 0, []];
    }
    held.push(record);
    bytes += length;
  }
  if (held.length > 0) yield { chunk, records: held };
}
