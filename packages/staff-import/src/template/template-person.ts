import { DistinctIds } from '../census/census-ids.ts';
import type { TableRow } from '../file/csv-table.ts';
import { plainCell } from '../file/csv-text.ts';
import type { RowProblem, StaffAssignment, StaffContract, StaffRecord } from '../staff-record.ts';
import { Cells, the } from './cell-values.ts';
import { type TemplateColumn, templateColumns } from './template-columns.ts';

/** A person's rows as a record, and what is wrong with any of them. */
export interface TemplatePerson {
  readonly record: StaffRecord;
  readonly problems: readonly RowProblem[];
}

interface PostRow {
  readonly contract: Omit<StaffContract, 'assignments'>;
  readonly post: StaffAssignment | undefined;
}

/** Reads the rows of one person: who they are from the first, a post from each. */
export function templatePerson(rows: readonly [TableRow, ...TableRow[]]): TemplatePerson {
  const problems: RowProblem[] = [];
  const [first] = rows;
  const cellsOf = ({ row, get }: TableRow) =>
    new Cells<TemplateColumn>(
      (column) => plainCell(get(column)),
      (message) => problems.push({ row, message }),
    );
  const person = personOf(first.row, cellsOf(first));
  for (const row of rows) problems.push(...contradictions(first, row));
  const posts = rows.flatMap((row) =>
    postRowOf(cellsOf(row), (message) => {
      problems.push({ row: row.row, message });
    }),
  );
  return {
    record: { ...person, ...(posts.length > 0 && { contracts: contractsOf(posts) }) },
    problems,
  };
}

const personColumns = templateColumns.slice(0, templateColumns.indexOf('Contract ID'));

/** What a further row says of the person and the first does not; empty cells say nothing. */
function contradictions(first: TableRow, { row, get }: TableRow): RowProblem[] {
  return personColumns
    .filter((column) => get(column) !== '' && get(column) !== first.get(column))
    .map((column) => {
      const message = `${the(column)} is another than in row ${first.row} for the same staff ID.`;
      return { row, message };
    });
}

function personOf(row: number, cells: Cells<TemplateColumn>): StaffRecord {
  const status = cells.status('Status');
  const isGone = status === 'DELETED' || status === 'ENDED';
  const name = (column: TemplateColumn) => (isGone ? cells.text(column) : cells.needed(column));
  return {
    externalId: cells.needed('Staff ID'),
    row,
    status,
    leftOn: status === 'ENDED' ? cells.day('Left on') : undefined,
    givenName: name('First name'),
    familyName: name('Last name'),
    preferredName: cells.text('Preferred name'),
    formerFamilyName: cells.text('Former last name'),
    workEmail: cells.email('Work e-mail'),
    trn: cells.digits('TRN', 7),
    birthDate: cells.day('Date of birth'),
    lineManagerExternalId: cells.text("Line manager's staff ID"),
  };
}

/** Nothing when the row tells of no contract. */
function postRowOf(cells: Cells<TemplateColumn>, complain: (message: string) => void): PostRow[] {
  const told = ['Contract ID', 'Contract start', 'Role codes', 'FTE', 'Post start'] as const;
  if (told.every((column) => cells.text(column) === undefined)) return [];
  cells.needed('Contract start');
  const firstDay = cells.day('Contract start') ?? '';
  const lastDay = cells.day('Contract end');
  const payrollNumber = cells.text('Payroll number');
  if (lastDay !== undefined && firstDay > lastDay) {
    complain('The contract ends before it starts.');
  }
  const contract = {
    externalId: cells.text('Contract ID') ?? payrollNumber ?? firstDay,
    type: cells.text('Contract type'),
    payrollNumber,
    firstDay,
    expectedLastDay: cells.day('Contract expected end'),
    lastDay,
  };
  return [{ contract, post: postOf(cells, complain) }];
}

function postOf(cells: Cells<TemplateColumn>, complain: (message: string) => void) {
  const roleCodes = cells.codes('Role codes');
  if (roleCodes.length === 0) complain('The role codes are missing, such as TCHR or TASS.');
  cells.needed('FTE');
  const fte = cells.number('FTE', 1);
  if (fte === 0) complain('The FTE is nothing: it is more than 0 and at most 1.');
  const [firstDay, lastDay] = [cells.day('Post start'), cells.day('Post end')];
  if (firstDay !== undefined && lastDay !== undefined && firstDay > lastDay) {
    complain('The post ends before it starts.');
  }
  const urn = cells.digits('School URN', 6);
  return {
    externalId: cells.text('Post ID') ?? [urn, roleCodes[0], firstDay].filter(Boolean).join('-'),
    urn,
    roleCodes,
    jobTitle: cells.text('Job title'),
    subjectCodes: cells.codes('Subject codes'),
    fte: fte ?? 0,
    hoursPerWeek: cells.number('Hours per week', 168),
    weeksPerYear: cells.number('Weeks per year', 53),
    firstDay,
    lastDay,
    isPrimary: cells.yesOrNo('Main post'),
  };
}

/** Rows of the same contract as one contract with several posts. */
function contractsOf(rows: readonly PostRow[]): StaffContract[] {
  const byContract = Map.groupBy(rows, ({ contract }) => contract.externalId);
  return [...byContract.values()].flatMap((ofOne) => {
    const [first] = ofOne;
    if (!first) return [];
    const ids = new DistinctIds();
    const assignments = ofOne.flatMap(({ post }) =>
      post ? [{ ...post, externalId: ids.next(post.externalId) }] : [],
    );
    return [{ ...first.contract, assignments }];
  });
}
