import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Encoding, EncodingProbe } from './encoding.ts';
import { FileRefused } from './problem.ts';

/** Bytes with a name: a file on disk or one inside a zip. */
export interface InputFile {
  /** How messages call it, without its folder. */
  readonly name: string;
  readonly modifiedAt: Date;
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** A file that was read once from end to end, so that its encoding is known and not guessed. */
export interface KnownFile extends InputFile {
  readonly encoding: Encoding;
  readonly bytes: number;
  readonly sha256: string;
}

/** Longest piece of text that readers are given at once, in characters. */
const longestPiece = 65_536;

/** @throws FileRefused when there is no such file. */
export function fileOnDisk(path: string): InputFile {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new FileRefused(`There is no file ${path}.`);
  return {
    name: basename(path),
    modifiedAt: found.mtime,
    open: () => bytesOf(createReadStream(path)),
  };
}

async function* bytesOf(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
}

/**
 * Reads the file once, keeping nothing of it.
 *
 * @throws FileRefused when it is empty or no text.
 */
export async function knowFile(file: InputFile): Promise<KnownFile> {
  const hash = createHash('sha256');
  const probe = new EncodingProbe(file.name);
  let bytes = 0;
  for await (const chunk of file.open()) {
    hash.update(chunk);
    probe.add(chunk);
    bytes += chunk.length;
  }
  if (bytes === 0) throw new FileRefused(`${file.name} is empty.`);
  return { ...file, bytes, encoding: probe.end(), sha256: hash.digest('hex') };
}

/**
 * The file as text, without its byte order mark, in pieces of bounded length.
 *
 * @throws FileRefused when the file is no longer as long as it was.
 */
export async function* textOf(file: KnownFile): AsyncGenerator<string> {
  const decoder = new TextDecoder(file.encoding);
  let bytes = 0;
  for await (const chunk of file.open()) {
    bytes += chunk.length;
    yield* pieces(decoder.decode(chunk, { stream: true }));
  }
  yield* pieces(decoder.decode());
  if (bytes !== file.bytes) throw new FileRefused(`${file.name} changed while it was read.`);
}

function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += longestPiece) {
    yield text.slice(start, start + longestPiece);
  }
}
