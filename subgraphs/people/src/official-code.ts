import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { Field, ObjectType } from 'type-graphql';
import { z } from 'zod';

@ObjectType({
  simpleResolvers: true,
  description: 'A code of a list that the DfE keeps, and what it means. Lists change most years.',
})
export class OfficialCode {
  @Field(() => String, { description: 'As the list writes it; numbers without leading zeros.' })
  code!: string;

  @Field(() => String, { description: 'In words; the code itself when it is not in our list.' })
  name!: string;
}

const fileShape = z.array(z.record(z.string(), z.string()));

/**
 * Rows of a CSV file of `reference/`, each by column name.
 *
 * @param file such as `subjects.csv`.
 */
export function readReference(file: string): readonly Readonly<Record<string, string>>[] {
  const text = readFileSync(new URL(`../reference/${file}`, import.meta.url));
  return fileShape.parse(parse(text, { columns: true, skip_empty_lines: true }));
}

/** One list of codes, by code. A code that is not in it is kept and stands for itself. */
export class CodeList {
  readonly #codes: ReadonlyMap<string, OfficialCode>;

  constructor(codes: readonly OfficialCode[]) {
    this.#codes = new Map(codes.map((code) => [code.code, code]));
  }

  has(code: string): boolean {
    return this.#codes.has(code);
  }

  get(code: string): OfficialCode {
    return this.#codes.get(code) ?? { code, name: code };
  }
}
