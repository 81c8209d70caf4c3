/** The values of a statement as they were so far. */
export interface Parameters {
  readonly values: readonly unknown[];
}

/** Collects the values of a statement and gives out their placeholders. */
export class SqlParameters implements Parameters {
  readonly #values: unknown[];

  constructor(values: readonly unknown[] = []) {
    this.#values = [...values];
  }

  get values(): readonly unknown[] {
    return this.#values;
  }

  /** @returns the placeholder, such as `$3`. */
  add(value: unknown): string {
    return `$${String(this.#values.push(value))}`;
  }

  /** A pattern for `LIKE` that finds the text as it is, wherever it stands. */
  addContaining(text: string): string {
    return this.add(`%${text.replace(/[\\%_]/g, '\\$&')}%`);
  }
}
