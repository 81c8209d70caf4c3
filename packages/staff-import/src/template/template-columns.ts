import type { StaffAssignment, StaffContract, StaffRecord } from '../staff-record.ts';

/** The columns of our CSV template, in their order. One row is one post of a person. */
export const templateColumns = [
  'Staff ID',
  'First name',
  'Last name',
  'Preferred name',
  'Former last name',
  'Work e-mail',
  'TRN',
  'Date of birth',
  "Line manager's staff ID",
  'Status',
  'Left on',
  'Contract ID',
  'Contract type',
  'Payroll number',
  'Contract start',
  'Contract expected end',
  'Contract end',
  'Post ID',
  'School URN',
  'Role codes',
  'Job title',
  'Subject codes',
  'FTE',
  'Hours per week',
  'Weeks per year',
  'Post start',
  'Post end',
  'Main post',
] as const;

export type TemplateColumn = (typeof templateColumns)[number];

type Cells = Partial<Record<TemplateColumn, string | number | undefined>>;

/** A record as rows of the template, one a post, so that it can be corrected and sent again. */
export function rejectedRowsOf(record: StaffRecord): string[][] {
  const person = personCells(record);
  const rows = (record.contracts ?? []).flatMap((contract) => {
    const told = { ...person, ...contractCells(contract) };
    const posts = contract.assignments.map((post) => ({ ...told, ...postCells(post) }));
    return posts.length > 0 ? posts : [told];
  });
  return (rows.length > 0 ? rows : [person]).map(rowOf);
}

function rowOf(cells: Cells): string[] {
  return templateColumns.map((column) => String(cells[column] ?? ''));
}

function personCells(record: StaffRecord): Cells {
  return {
    'Staff ID': record.externalId,
    'First name': record.givenName,
    'Last name': record.familyName,
    'Preferred name': record.preferredName,
    'Former last name': record.formerFamilyName,
    'Work e-mail': record.workEmail,
    TRN: record.trn,
    'Date of birth': record.birthDate,
    "Line manager's staff ID": record.lineManagerExternalId,
    Status: record.status,
    'Left on': record.leftOn,
  };
}

function contractCells(contract: StaffContract): Cells {
  return {
    'Contract ID': contract.externalId,
    'Contract type': contract.type,
    'Payroll number': contract.payrollNumber,
    'Contract start': contract.firstDay,
    'Contract expected end': contract.expectedLastDay,
    'Contract end': contract.lastDay,
  };
}

function postCells(post: StaffAssignment): Cells {
  return {
    'Post ID': post.externalId,
    'School URN': post.urn,
    'Role codes': post.roleCodes.join(' '),
    'Job title': post.jobTitle,
    'Subject codes': post.subjectCodes?.join(' '),
    FTE: post.fte,
    'Hours per week': post.hoursPerWeek,
    'Weeks per year': post.weeksPerYear,
    'Post start': post.firstDay,
    'Post end': post.lastDay,
    'Main post': post.isPrimary === undefined ? undefined : post.isPrimary ? 'yes' : 'no',
  };
}
