import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { acceptedEncoding, type Encoding, type MediaType } from './accepted.ts';
import { isKnownTag, tagOf } from './entity-tag.ts';

/** What a client is told, before it is put into bytes. */
export interface ClientAnswer {
  readonly status: number;
  readonly mediaType: MediaType;
  /** JSON. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the caller may ask again whether anything has changed. */
  readonly isRepeatable: boolean;
}

/** Smallest answer that is compressed, in characters: a smaller one is one packet anyway. */
const compressedFrom = 1_400;
/** Characters that are put into bytes at once; a longer answer leaves piece by piece. */
const pieceLength = 65_536;

/** Sends an answer. One that is long is never held a second time as bytes. */
export async function sendAnswer(
  answer: ClientAnswer,
  asked: IncomingHttpHeaders,
  response: ServerResponse,
): Promise<void> {
  const { status, body, mediaType } = answer;
  const encoding =
    body.length >= compressedFrom ? acceptedEncoding(asked['accept-encoding']) : undefined;
  const headers: Record<string, string> = {
    'content-type': `${mediaType}; charset=utf-8`,
    ...answer.headers,
    // Whatever is answered here is for one caller: nobody in between may keep it.
    'cache-control': 'no-store',
    vary: 'accept, accept-encoding, authorization, x-api-key',
    'x-content-type-options': 'nosniff',
  };
  if (answer.isRepeatable && status === 200) {
    headers['etag'] = tagOf(mediaType, body);
    if (isKnownTag(asked['if-none-match'], headers['etag'])) {
      response.writeHead(304, headers).end();
      return;
    }
  }
  if (encoding) headers['content-encoding'] = encoding;
  else headers['content-length'] = String(Buffer.byteLength(body));
  response.writeHead(status, headers);
  if (!encoding && body.length <= pieceLength) {
    response.end(body);
    return;
  }
  await stream(body, encoding, response);
}

async function stream(
  body: string,
  encoding: Encoding | undefined,
  response: ServerResponse,
): Promise<void> {
  const pieces = Readable.from(piecesOf(body));
  try {
    if (encoding) await pipeline(pieces, compressor(encoding), response);
    else await pipeline(pieces, response);
  } catch {
    response.destroy(); // the caller went away
  }
}

/** Cut between characters: half a surrogate pair is no character. */
function* piecesOf(body: string): Generator<Buffer> {
  for (let from = 0; from < body.length;) {
    let to = Math.min(from + pieceLength, body.length);
    if (to < body.length && /[\uD800-\uDBFF]/.test(body.charAt(to - 1))) to -= 1;
    yield Buffer.from(body.slice(from, to));
    from = to;
  }
}

/** Quick rather than small: JSON shrinks to a tenth either way. */
function compressor(encoding: Encoding) {
  return encoding === 'br'
    ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })
    : createGzip({ level: 3 });
}
