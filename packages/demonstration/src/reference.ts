import { readFileSync } from 'node:fs';

/** What a school is like, for staffing it; the census's school type and all-through schools. */
export type SchoolKind =
  'NURSERY' | 'PRIMARY' | 'SECONDARY' | 'SPECIAL' | 'ALTERNATIVE' | 'ALL_THROUGH';

/** A real school. */
export interface ReferenceSchool {
  readonly urn: string;
  readonly name: string;
  /** dd-mm-yyyy, or empty when GIAS has none. */
  readonly openDate: string;
  /** Empty when GIAS has none. */
  readonly town: string;
  readonly postcode: string;
  readonly localAuthorityCode: string;
  readonly establishmentNumber: string;
  readonly kind: SchoolKind;
  readonly pupils: number;
}

/** @returns the real schools that trusts are made of. */
export function referenceSchools(): ReferenceSchool[] {
  return rowsOf('schools.csv').map(
    ([urn, name, openDate, town, postcode, authority, establishment, kind, pupils]) => ({
      urn: textOf(urn),
      name: textOf(name),
      openDate: openDate ?? '',
      town: town ?? '',
      postcode: textOf(postcode),
      localAuthorityCode: textOf(authority),
      establishmentNumber: textOf(establishment),
      kind: kindOf(kind),
      pupils: Number(textOf(pupils)),
    }),
  );
}

/** The middle of a postcode district on the National Grid, in metres, to the nearest hundred. */
export interface DistrictPosition {
  readonly easting: string;
  readonly northing: string;
}

/** @returns where the demonstration’s postcode districts are, by the first half of a postcode. */
export function districtPositions(): ReadonlyMap<string, DistrictPosition> {
  return new Map(
    rowsOf('postcode-districts.csv').map(([district, easting, northing]) => [
      textOf(district),
      { easting: textOf(easting), northing: textOf(northing) },
    ]),
  );
}

/** @returns names of local authorities by their code. */
export function localAuthorityNames(): ReadonlyMap<string, string> {
  return new Map(
    rowsOf('local-authorities.csv').map(([code, name]) => [textOf(code), textOf(name)]),
  );
}

/** @returns the parts that people's names are made of. */
export function inventedNameParts(): { given: string[]; beginnings: string[]; endings: string[] } {
  const rows = rowsOf('invented-names.csv');
  const textsOf = (wanted: string) =>
    rows.flatMap(([part, text]) => (part === wanted && text !== undefined ? [text] : []));
  return { given: textsOf('given'), beginnings: textsOf('beginning'), endings: textsOf('ending') };
}

/** @returns the census codes that the file lists. */
export function codesOf(file: 'role-codes.csv' | 'subject-codes.csv'): string[] {
  return rowsOf(file).map(([code]) => textOf(code));
}

/** Rows without the header; our own files hold no line break inside a field. */
function rowsOf(file: string): string[][] {
  const text = readFileSync(new URL(`../reference/${file}`, import.meta.url), 'utf8');
  return text.trimEnd().split('\n').slice(1).map(fieldsOf);
}

/** No first field is empty and none is longer than its line. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

function textOf(field: string | undefined): string {
  if (!field) throw new Error('A reference file lacks a field.');
  return field;
}

const kinds: readonly SchoolKind[] = [
  'NURSERY',
  'PRIMARY',
  'SECONDARY',
  'SPECIAL',
  'ALTERNATIVE',
  'ALL_THROUGH',
];

function kindOf(field: string | undefined): SchoolKind {
  const kind = kinds.find((known) => known === field);
  if (!kind) throw new Error(`No such kind of school: ${field ?? ''}.`);
  return kind;
}
