import { crc32 } from 'node:zlib';

/** A file in a zip. Its size is what the zip says, true or not. */
export interface ZipEntry {
  readonly name: string;
  readonly packed: Uint8Array;
  readonly bytes: Uint8Array;
  readonly size: number;
}

/** A zip as tools write it (PKWARE's APPNOTE 4.3), with deflated entries. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const local = Buffer.concat([header(0x04034b50, [20], entry, name, []), name, entry.packed]);
    const tail = [0, 0, 0, 0, 0, offset & 0xffff, offset >>> 16];
    directory.push(Buffer.concat([header(0x02014b50, [20, 20], entry, name, tail), name]));
    parts.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}

/** The part that the entry and its line in the directory have in common. */
function header(
  signature: number,
  versions: readonly number[],
  { packed, bytes, size }: ZipEntry,
  name: Buffer,
  tail: readonly number[],
): Buffer {
  const numbers = [crc32(bytes), packed.length, size].flatMap((number) => [
    number & 0xffff,
    number >>> 16,
  ]);
  const fields = [...versions, 0, 8, 0, 0, ...numbers, name.length, 0, ...tail];
  const buffer = Buffer.alloc(4 + fields.length * 2);
  buffer.writeUInt32LE(signature, 0);
  for (const [place, field] of fields.entries()) buffer.writeUInt16LE(field, 4 + place * 2);
  return buffer;
}
