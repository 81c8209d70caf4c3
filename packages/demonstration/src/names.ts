import type { Random } from './random.ts';
import { inventedNameParts } from './reference.ts';

/** A person's name, and the part of an address before the @ that nobody else of the trust has. */
export interface InventedName {
  readonly givenName: string;
  readonly familyName: string;
  readonly mailbox: string;
}

/** Invents the names of one trust's people. */
export class Names {
  readonly #random: Random;
  readonly #parts = inventedNameParts();
  /** How many people had this mailbox name before. */
  readonly #mailboxes = new Map<string, number>();

  constructor(random: Random) {
    this.#random = random;
  }

  next(): InventedName {
    const { beginnings, endings } = this.#parts;
    return this.named(this.given(), this.#random.pick(beginnings) + this.#random.pick(endings));
  }

  given(): string {
    return this.#random.pick(this.#parts.given);
  }

  /** @returns that name, with a mailbox of its own. */
  named(givenName: string, familyName: string): InventedName {
    const mailbox = `${givenName}.${familyName}`
      .normalize('NFD')
      .replace(/[^a-z.]/gi, '')
      .toLowerCase();
    const count = (this.#mailboxes.get(mailbox) ?? 0) + 1;
    this.#mailboxes.set(mailbox, count);
    return { givenName, familyName, mailbox: count === 1 ? mailbox : `${mailbox}${count}` };
  }
}
