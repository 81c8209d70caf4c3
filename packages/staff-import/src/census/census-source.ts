import { fileOnDisk, type KnownFile, knowFile, textOf } from '../file/input-file.ts';
import { FileRefused, UsageError } from '../file/problem.ts';
import type { ReadPerson, StaffSource } from '../staff-record.ts';
import { rejectedRowsOf, templateColumns } from '../template/template-columns.ts';
import { CensusElements } from './census-elements.ts';
import { memberOf } from './census-member.ts';
import { textAt, type XmlElement } from './xml-element.ts';

/** What the person who imports a census says about it. */
export interface CensusChoices {
  /** The school whose census it is: the file itself does not hold its URN. */
  readonly urn: string | undefined;
  /** Role codes for the codes that the file has. */
  readonly roles: ReadonlyMap<string, string>;
}

/**
 * Opens a return of the school workforce census (XML).
 *
 * @throws UsageError when nobody says whose census it is.
 */
export async function openCensus(path: string, choices: CensusChoices): Promise<StaffSource> {
  const { urn, roles } = choices;
  if (urn === undefined) {
    throw new UsageError('A census is the return of one school: say which with --urn.');
  }
  const file = await knowFile(fileOnDisk(path));
  const told: ToldHeader = { censusDay: '', laestab: undefined };
  return {
    sha256: file.sha256,
    modifiedAt: file.modifiedAt,
    header: templateColumns,
    mode: undefined,
    people: () => peopleOf(file, { urn, roles }, told),
    laestab: () => told.laestab,
    skipped: () => ({}),
  };
}

/** What the header says, once it was read. */
interface ToldHeader {
  /** ISO day; empty when it has none. */
  censusDay: string;
  laestab: string | undefined;
}

function readHeader(header: XmlElement, told: ToldHeader): void {
  told.censusDay = textAt(header, 'CollectionDetails', 'ReferenceDate') ?? '';
  const laestab = ['LEA', 'Estab'].map((name) => textAt(header, 'Source', name) ?? '').join('');
  told.laestab = /^\d{7}$/.test(laestab) ? laestab : undefined;
}

async function* peopleOf(
  file: KnownFile,
  { urn, roles }: { readonly urn: string; readonly roles: ReadonlyMap<string, string> },
  told: ToldHeader,
): AsyncGenerator<ReadPerson> {
  const elements = new CensusElements(file.name);
  let row = 0;
  for await (const piece of textOf(file)) {
    for (const element of elements.read(piece)) {
      if (element.name === 'Header') {
        readHeader(element, told);
        continue;
      }
      row += 1;
      const place = row;
      const { censusDay } = told;
      const { externalId, record, problems } = memberOf(element, row, { urn, roles, censusDay });
      yield {
        row,
        externalId,
        record: externalId !== null && problems.length === 0 ? record : null,
        problems: problems.map((message) => ({ row: place, message })),
        rejectedRows: () => rejectedRowsOf(record),
      };
    }
  }
  elements.end();
  if (row === 0) throw new FileRefused(`${file.name} holds nobody (no SchoolWorkforceMember).`);
}
