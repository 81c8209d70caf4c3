import { subjects } from '../assignment/staff-role.codes.ts';
import { credentialKinds } from '../credential/credential.codes.ts';
import type { CredentialRecord } from '../credential/credential.types.ts';
import type { EqualityAnswers } from '../equality/equality.types.ts';
import { absenceCategories } from '../leave/leave.codes.ts';
import type { LeaveRecord } from '../leave/leave.types.ts';
import type { CodeList } from '../official-code.ts';
import type {
  StaffEqualityInput,
  StaffLeaveInput,
  StaffQualificationInput,
} from './staff-record.types.ts';
import { type RecordIssue, RowProblem } from './told-record.ts';
import { dayAfter, dayOf, dayOrNone, externalIdOf, textOf, textOrNone } from './told-values.ts';

const mostParts = 200;

/** Times away as a record tells them. @throws RowProblem */
export function leaveOf(inputs: readonly StaffLeaveInput[]): LeaveRecord[] {
  return listed(inputs, 'leave').map(({ externalId, kind, firstDay, lastDay }) => {
    const startsOn = dayOf(firstDay, 'leave.firstDay');
    const last = dayOrNone(lastDay, 'leave.lastDay');
    if (last !== null && last < startsOn) {
      const message = 'The last day is before the first one.';
      throw new RowProblem('ENDS_BEFORE_START', 'leave.lastDay', message);
    }
    return {
      externalId: externalIdOf(externalId, 'leave.externalId'),
      categoryCode: codeOf(kind, 'leave.kind'),
      startsOn,
      endsOn: last === null ? null : dayAfter(last),
    };
  });
}

/** Statuses and qualifications as a record tells them. @throws RowProblem */
export function credentialsOf(inputs: readonly StaffQualificationInput[]): CredentialRecord[] {
  return listed(inputs, 'qualifications').map((input) => {
    const at = (field: string) => `qualifications.${field}`;
    const expires = dayOrNone(input.expiresOn, at('expiresOn'));
    return {
      externalId: externalIdOf(input.externalId, at('externalId')),
      kindCode: codeOf(input.kind, at('kind')),
      title: input.title == null ? null : textOf(input.title, at('title'), 300) || null,
      subjectCode: textOrNone(input.subjectCode, at('subjectCode')),
      awardedOn: dayOrNone(input.awardedOn, at('awardedOn')),
      expiresOn: expires === null ? null : dayAfter(expires),
    };
  });
}

/** Codes among them that no list has. They are kept; such leave counts as other leave. */
export function issuesOf(
  leave: readonly LeaveRecord[] = [],
  credentials: readonly CredentialRecord[] = [],
): RecordIssue[] {
  const categories = leave.map(({ categoryCode }) => categoryCode);
  const kinds = credentials.map(({ kindCode }) => kindCode);
  const taught = credentials.flatMap(({ subjectCode }) => subjectCode ?? []);
  return [
    ...unknown('leave.kind', categories, absenceCategories, 'OTHER'),
    ...unknown('qualifications.kind', kinds, credentialKinds, null),
    ...unknown('qualifications.subjectCode', taught, subjects, null),
  ];
}

function unknown(
  field: string,
  codes: readonly string[],
  list: Pick<CodeList, 'has'>,
  mappedTo: string | null,
): RecordIssue[] {
  const values = [...new Set(codes)].filter((code) => !list.has(code));
  return values.map((value) => ({ field, code: 'UNKNOWN_CODE', value, mappedTo }));
}

/** Answers as a record tells them; empty text takes one back. @throws RowProblem */
export function equalityOf(input: StaffEqualityInput): Omit<EqualityAnswers, 'personId'> {
  const { scheme, ...questions } = input;
  const told = Object.entries(questions).filter(([, code]) => code != null);
  const answers = told.map(([name, code]) => [name, textOrNone(code, `equality.${name}`)] as const);
  return { scheme: codeOf(scheme, 'equality.scheme'), answers: Object.fromEntries(answers) };
}

function listed<Part extends { readonly externalId: string }>(
  parts: readonly Part[],
  field: string,
): readonly Part[] {
  if (parts.length > mostParts) {
    const message = `There are at most ${String(mostParts)} of them.`;
    throw new RowProblem('INVALID_VALUE', field, message);
  }
  const ids = new Set(parts.map(({ externalId }) => externalId.trim()));
  if (ids.size === parts.length) return parts;
  throw new RowProblem('INVALID_VALUE', `${field}.externalId`, 'Two of them have the same id.');
}

function codeOf(text: string, field: string): string {
  const code = textOf(text, field);
  if (code !== '') return code;
  throw new RowProblem('MISSING_FIELD', field, 'The code is missing.');
}
