import { badUserInput, Fault } from '@trellis/subgraph-kit/faults';
import { limits } from './limits.ts';

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [bracket, bracketEnd, brace, braceEnd] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Counts the values of a body while it arrives, and before it is parsed: what is made of a value takes
 * far more than its text.
 */
export class BodyValues {
  #values = 0;
  #depth = 0;
  #inText = false;
  #isEscaped = false;

  /**
   * @param piece of JSON, as it came; of what is none the parser will tell.
   * @throws PAYLOAD_TOO_LARGE, or BAD_USER_INPUT when it nests too deep.
   */
  readonly count = (piece: Buffer): void => {
    let at = this.#afterText(piece, 0);
    while (at < piece.length) {
      const byte = piece[at];
      at += 1;
      if (byte === quote) {
        this.#inText = true;
        at = this.#afterText(piece, at);
      } else if (byte === comma || byte === colon) this.#values += 1;
      else if (byte === bracket || byte === brace) this.#open();
      else if (byte === bracketEnd || byte === braceEnd) this.#depth -= 1;
    }
    if (this.#values > limits.values) throw tooMany;
  };

  /** @returns where the text that `from` may be in has ended. */
  #afterText(piece: Buffer, from: number): number {
    if (!this.#inText) return from;
    for (let at = from; at < piece.length; at += 1) {
      const byte = piece[at];
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === backslash) this.#isEscaped = true;
      else if (byte === quote) {
        this.#inText = false;
        return at + 1;
      }
    }
    return piece.length;
  }

  #open(): void {
    this.#values += 1;
    this.#depth += 1;
    if (this.#depth > limits.bodyDepth) throw tooDeep;
  }
}

const tooMany = new Fault(
  'PAYLOAD_TOO_LARGE',
  `A body holds at most ${limits.values} values and names of values.`,
);

const tooDeep = badUserInput(`A body nests at most ${limits.bodyDepth} deep.`);
