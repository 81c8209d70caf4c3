import type { IncomingMessage } from 'node:http';
import { Fault } from './faults.ts';
import { refuseBrokenText } from './text.ts';

/** Largest body of an operation, in bytes, unless its caller may send more. */
export const usualBodyLimit = 1_000_000;

/** @throws UNSUPPORTED_MEDIA_TYPE when the body is anything but plain JSON in UTF-8. */
export function refuseOtherMedia(request: IncomingMessage): void {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (!/^application\/json(; *charset="?utf-8"?)?$/i.test(type) || encoding !== 'identity') {
    throw new Fault('UNSUPPORTED_MEDIA_TYPE', 'Send application/json in UTF-8, not compressed.');
  }
}

/**
 * The body as it came, never more than the limit in memory.
 *
 * @param limit in bytes.
 * @param watch sees each piece as it comes; what it throws ends the reading.
 * @throws PAYLOAD_TOO_LARGE or UNSUPPORTED_MEDIA_TYPE
 */
export async function readBody(
  request: IncomingMessage,
  limit = usualBodyLimit,
  watch?: (piece: Buffer) => void,
): Promise<Buffer> {
  refuseOtherMedia(request);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let length = 0;
  // Kept open when reading ends early, for the refusal goes over the same connection.
  const pieces: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  try {
    for await (const chunk of pieces) {
      length += chunk.length;
      if (length > limit) throw tooLarge(limit);
      watch?.(chunk);
      chunks.push(chunk);
    }
  } catch (error) {
    request.resume(); // or nothing after it would ever be read
    throw error;
  }
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): Fault {
  return new Fault('PAYLOAD_TOO_LARGE', `A body is at most ${String(limit)} bytes.`);
}

/**
 * @returns the one operation that the body holds, as parsed JSON.
 * @throws BAD_REQUEST, BATCHING_DISABLED or BAD_USER_INPUT
 */
export function parseBody(body: Buffer): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Fault('BAD_REQUEST', 'The body is not JSON in UTF-8.');
  }
  if (Array.isArray(parsed)) throw new Fault('BATCHING_DISABLED', 'Send one operation a request.');
  if (typeof parsed !== 'object' || parsed === null) {
    throw new Fault('BAD_REQUEST', 'The body is not a JSON object.');
  }
  const operation: Record<string, unknown> = { ...parsed };
  refuseBrokenText(operation['variables']);
  return operation;
}
