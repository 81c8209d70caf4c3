import { isId } from '@trellis/subgraph-kit/ids';
import type { AssignmentRecord, ContractRecord, StaffRecord } from './staff.types.ts';
import { tidyEmail, tidyName } from '../tidy-text.ts';

const longestName = 100;
/** Control characters, and those that turn the direction of the text around them. */
const unprintable = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

/**
 * What is wrong with a record in itself, without a look at the database.
 *
 * @returns a sentence for each thing; values are not repeated, they are personal data.
 */
export function problemsOf(record: StaffRecord, schoolIds: ReadonlySet<string>): string[] {
  const { givenName, familyName, preferredName, workEmail, trn, contracts } = record;
  const posts = contracts.flatMap(({ assignments }) => assignments);
  const ids = [record.id, ...contracts.map(({ id }) => id), ...posts.map(({ id }) => id)];
  return [
    ...when(!ids.every(isId), 'An id is not a UUID.'),
    ...when(!isName(givenName), 'The given name is empty, too long or has control characters.'),
    ...when(!isName(familyName), 'The family name is empty, too long or has control characters.'),
    ...when(
      preferredName !== null && !isName(preferredName),
      'The preferred name is empty, too long or has control characters.',
    ),
    ...when(workEmail !== null && !isEmail(workEmail), 'The work e-mail is not an address.'),
    ...when(trn !== null && !/^\d{7}$/.test(trn), 'The TRN does not have seven digits.'),
    ...contracts.flatMap(contractProblems),
    ...posts.flatMap((post) => assignmentProblems(post, schoolIds)),
    ...when(
      contracts.some((contract) => contract.assignments.some((post) => !isWithin(post, contract))),
      'A post does not lie within the days of its contract.',
    ),
    ...when(
      overlap(posts.filter(({ isPrimary }) => isPrimary)),
      'Two posts are the primary one on the same day.',
    ),
  ];
}

function contractProblems({ type, startsOn, endsOn }: ContractRecord): string[] {
  return [
    ...when(!isCode(type), 'A contract has no contract type.'),
    ...when(
      !areDays(startsOn, endsOn),
      'A contract does not end after the day on which it starts.',
    ),
  ];
}

function assignmentProblems(post: AssignmentRecord, schoolIds: ReadonlySet<string>): string[] {
  const { schoolId, roleCodes, subjectCodes, fte, startsOn, endsOn } = post;
  const isShare = fte > 0 && fte <= 1 && Math.abs(fte * 100 - Math.round(fte * 100)) < 1e-9;
  return [
    ...when(!schoolIds.has(schoolId), 'A post is at a school that the trust does not have.'),
    ...when(
      roleCodes.length < 1 || roleCodes.length > 20 || !roleCodes.every(isCode),
      'A post has no role, too many, or one that is not a code.',
    ),
    ...when(!subjectCodes.every(isCode), 'A post has a subject that is not a code.'),
    ...when(!isShare, 'The FTE of a post is not more than 0 and at most 1 in hundredths.'),
    ...when(!areDays(startsOn, endsOn), 'A post does not end after the day on which it starts.'),
  ];
}

type Run = Pick<AssignmentRecord, 'startsOn' | 'endsOn'>;

/** Holds also where the days themselves are wrong, which is said elsewhere. */
function isWithin(post: Run, contract: Run): boolean {
  if (![post, contract].every(({ startsOn, endsOn }) => areDays(startsOn, endsOn))) return true;
  const endsInTime =
    contract.endsOn === null || (post.endsOn !== null && post.endsOn <= contract.endsOn);
  return post.startsOn >= contract.startsOn && endsInTime;
}

/** @returns whether two of them, half-open, have a day in common. */
function overlap(runs: readonly Run[]): boolean {
  const inOrder = runs.toSorted((one, other) => (one.startsOn < other.startsOn ? -1 : 1));
  return inOrder.some(({ endsOn }, place) => {
    const next = inOrder[place + 1];
    return next !== undefined && (endsOn === null || endsOn > next.startsOn);
  });
}

function when(isSo: boolean, sentence: string): string[] {
  return isSo ? [sentence] : [];
}

function isName(name: string): boolean {
  const tidy = tidyName(name);
  return (
    tidy !== '' && tidy.length <= longestName && !unprintable.test(tidy) && tidy.isWellFormed()
  );
}

function isEmail(email: string): boolean {
  const tidy = tidyEmail(email);
  return tidy.length <= 254 && tidy.isWellFormed() && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(tidy);
}

function isCode(code: string): boolean {
  return /^[A-Za-z0-9]{1,10}$/.test(code);
}

/** @returns whether both are days and the second, when there is one, is later than the first. */
export function areDays(startsOn: string, endsOn: string | null): boolean {
  return isDay(startsOn) && (endsOn === null || (isDay(endsOn) && endsOn > startsOn));
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
