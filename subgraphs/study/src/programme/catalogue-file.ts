import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ProgrammeKind } from './programme-kind.types.ts';

/** The day of the newest change to the files in `reference/`; move it with each. */
const releasedOn = '2026-11-24';

/** A programme as it is offered in its dates, as the files say it. */
export type CatalogueEntry = z.output<typeof entryShape>;

/** One release of the whole catalogue. */
export interface Catalogue {
  readonly releasedOn: string;
  readonly entries: readonly CatalogueEntry[];
}

const optional = <Shape extends z.ZodType>(shape: Shape) =>
  z.union([z.literal('').transform(() => null), shape]);

const dates = { validFrom: z.iso.date(), validTo: optional(z.iso.date()) };

const entryShape = z.object({
  code: z.string().min(1),
  name: z.string().min(1),
  kind: z.enum(ProgrammeKind),
  staffGroups: z.string().transform((codes) => codes.split(' ')),
  level: optional(z.coerce.number().int()),
  typicalMonths: z.coerce.number().int(),
  ...dates,
  source: z.string().min(1),
  provider: z.string().min(1),
  costPence: optional(z.coerce.number().int()),
  entryNeeds: z.string().transform((needs) => needs.split('; ')),
  completionEvidence: z.string().min(1),
  description: optional(z.string()),
});

/**
 * Reads the catalogue that this program comes with: the DfE's NPQs with what its list does not say
 * about them, and all other routes.
 *
 * @throws when a file is malformed.
 */
export function readCatalogue(): Catalogue {
  const facts = new Map(rowsOf('npq-facts.csv').map((row) => [row['shortCode'], row]));
  const npqs = rowsOf('npq-courses.csv').map(({ shortCode, name, description }) => ({
    ...facts.get(shortCode),
    code: shortCode,
    name,
    level: '', // NPQs are outside the framework of levels
    source: 'DfE',
    description,
  }));
  const entries = z.array(entryShape).parse([...npqs, ...rowsOf('programmes.csv')]);
  return { releasedOn, entries };
}

const rowShape = z.array(z.record(z.string(), z.string()));

/** @returns rows of a file of `reference/`, each by column name in camel case. */
export function rowsOf(file: string): z.output<typeof rowShape> {
  const text = readFileSync(new URL(`../../reference/${file}`, import.meta.url));
  const columns = (names: string[]) =>
    names.map((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  return rowShape.parse(parse(text, { columns, bom: true }));
}
