import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { fileOnDisk, type InputFile } from '../file/input-file.ts';
import { FileRefused } from '../file/problem.ts';

/** Most bytes that a file in a zip may unpack to, whatever it says of itself. */
const mostUnpacked = 4 * 1024 ** 3;

/** A file that unpacks to more than this many times its size is a trap and no staff list. */
const mostRatio = 200;

const mostFiles = 100;

/** The files of a OneRoster export that an import may read, by name in lower case. */
export type RosterFiles = ReadonlyMap<string, InputFile>;

/**
 * Lists the CSV files of a folder or of a zip. Nothing is unpacked to disk, so where an entry says it
 * belongs does not matter.
 *
 * @throws FileRefused when there is nothing to read.
 */
export async function rosterFiles(path: string): Promise<RosterFiles> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new FileRefused(`There is no file or folder ${path}.`);
  const files = found.isDirectory() ? filesIn(path) : await zippedFiles(path, found.mtime);
  return new Map(files.map((file) => [file.name.toLowerCase(), file]));
}

function filesIn(folder: string): InputFile[] {
  return readdirSync(folder)
    .filter((name) => name.toLowerCase().endsWith('.csv'))
    .map((name) => fileOnDisk(join(folder, name)));
}

async function zippedFiles(path: string, modifiedAt: Date): Promise<InputFile[]> {
  const zip = await opened(path);
  const files: InputFile[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const name = basename(entry.fileName);
      if (!name.toLowerCase().endsWith('.csv')) continue;
      checkEntry(name, entry);
      if (files.some((file) => file.name === name)) {
        throw new FileRefused(`The zip has two files ${name}.`);
      }
      if (files.length === mostFiles) throw new FileRefused('The zip has far too many files.');
      files.push({ name, modifiedAt, open: () => unpacked(path, entry.fileName) });
    }
    return files;
  } catch (error) {
    throw error instanceof FileRefused ? error : notAZip(path);
  } finally {
    zip.close();
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false });
  } catch {
    throw notAZip(path);
  }
}

function notAZip(path: string): FileRefused {
  return new FileRefused(`${basename(path)} is not a zip that can be read, nor a folder.`);
}

/** The bytes of one entry. The reader stops at the size that the zip gave for it. */
async function* unpacked(path: string, fileName: string): AsyncGenerator<Uint8Array> {
  const zip = await opened(path);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== fileName) continue;
      const stream: AsyncIterable<unknown> = await zip.openReadStreamPromise(entry);
      for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
      return;
    }
  } catch {
    throw notAZip(path); // cut short, damaged, or larger than it says
  } finally {
    zip.close();
  }
}

function checkEntry(name: string, { uncompressedSize, compressedSize }: Entry): void {
  const isBomb = uncompressedSize > 1024 ** 2 && uncompressedSize > compressedSize * mostRatio;
  if (uncompressedSize > mostUnpacked || isBomb) {
    throw new FileRefused(`${name} would unpack to far more than a staff list has.`);
  }
}
