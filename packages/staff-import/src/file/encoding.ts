import { FileRefused } from './problem.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * Finds out how a file is written, from all of its bytes: what is sound UTF-8 to the end is UTF-8,
 * and anything else is Windows-1252, in which every byte has a meaning. What a file says of itself
 * is not believed: exports that say one and are the other are common.
 */
export class EncodingProbe {
  readonly #name: string;
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  #mark: Encoding | undefined;
  #isFirst = true;
  #isUtf8 = true;

  /** @param name how messages call the file. */
  constructor(name: string) {
    this.#name = name;
  }

  /** @throws FileRefused when this is no text. */
  add(chunk: Uint8Array): void {
    if (this.#isFirst) this.#begin(chunk);
    if (this.#mark?.startsWith('utf-16')) return;
    if (chunk.includes(0)) throw new FileRefused(`${this.#name} is not a text file.`);
    this.#check(() => this.#utf8.decode(chunk, { stream: true }));
  }

  /** @throws FileRefused when the file begins as UTF-8 and does not go on so. */
  end(): Encoding {
    if (this.#mark?.startsWith('utf-16')) return this.#mark;
    this.#check(() => this.#utf8.decode());
    if (this.#mark === 'utf-8' && !this.#isUtf8) {
      throw new FileRefused(`${this.#name} is marked as UTF-8 but holds bytes that are not.`);
    }
    return this.#isUtf8 ? 'utf-8' : 'windows-1252';
  }

  #begin(chunk: Uint8Array): void {
    this.#isFirst = false;
    const start = Buffer.from(chunk.subarray(0, 4)).toString('hex');
    if (start.startsWith('504b0304')) {
      throw new FileRefused(
        `${this.#name} is a workbook or a zip, not a text file. In Excel: Save As, “CSV UTF-8”.`,
      );
    }
    if (start.startsWith('efbbbf')) this.#mark = 'utf-8';
    if (start.startsWith('fffe')) this.#mark = 'utf-16le';
    if (start.startsWith('feff')) this.#mark = 'utf-16be';
  }

  #check(decode: () => void): void {
    if (!this.#isUtf8) return;
    try {
      decode();
    } catch {
      this.#isUtf8 = false;
    }
  }
}
