import { fold } from '../fold.ts';
import type { MatchAnswer, MatchQuestion } from './match-question.types.ts';
import type { FoundSuspect, MatchGround } from './match.queries.ts';

/** Somebody who may be the one asked about, with all that speaks for it. */
export interface Suspect {
  readonly personId: string;
  readonly grounds: readonly MatchGround[];
  /** Whether a surname, present or former, is the same. */
  readonly sharesSurname: boolean;
  /** Whether both have a TRN and they differ. */
  readonly hasOtherTrn: boolean;
  /** Whether both have a birth date and they differ. */
  readonly isBornOtherwise: boolean;
}

/** Gathers the grounds for each suspect. The same birth date says nothing without the same surname. */
export function suspectsOf(question: MatchQuestion, found: readonly FoundSuspect[]): Suspect[] {
  const surnames = namesOf(question.familyName, question.formerFamilyName);
  const shares = ({ surname, formerSurname }: FoundSuspect) =>
    surnames.has(surname) || (formerSurname !== null && surnames.has(fold(formerSurname)));
  const byPerson = Map.groupBy(found, ({ personId }) => personId);
  return [...byPerson].flatMap(([personId, rows]) => {
    const sound = rows.filter((row) => row.ground !== 'SAME_SURNAME_AND_BIRTH_DATE' || shares(row));
    const grounds = [...new Set(sound.map(({ ground }) => ground))];
    if (grounds.length === 0) return [];
    const hasOtherTrn =
      question.trn !== null &&
      rows.some(({ trn }) => trn !== null) &&
      !grounds.includes('SAME_TRN');
    const isBornOtherwise = rows.some((row) => row.isBornOtherwise);
    return [{ personId, grounds, sharesSurname: rows.some(shares), hasOtherTrn, isBornOtherwise }];
  });
}

/**
 * Whether a record is about one of the suspects.
 *
 * @param recorded people who have a record of the same source already.
 */
export function verdictOn(
  suspects: readonly Suspect[],
  recorded: ReadonlySet<string>,
): MatchAnswer {
  const by = (ground: MatchGround) => suspects.filter(({ grounds }) => grounds.includes(ground));
  const [byTrn, byPayroll] = [by('SAME_TRN'), by('SAME_PAYROLL_NUMBER')];
  const [one, ...others] = byTrn.length > 0 ? byTrn : byPayroll;
  const isSure =
    one !== undefined &&
    others.length === 0 &&
    !recorded.has(one.personId) &&
    byPayroll.every(({ personId }) => personId === one.personId) &&
    (byTrn.length > 0 || (one.sharesSurname && !one.hasOtherTrn));
  if (isSure) return { kind: 'SAME', personId: one.personId };
  const open = suspects.filter((suspect) => !isNamesake(suspect, recorded));
  return open.length === 0 ? { kind: 'NEW' } : { kind: 'REVIEW' };
}

/**
 * Whether nothing but the name is the same and something tells the two apart: TRNs, birth dates, or
 * that their own school keeps a record of each.
 */
export function isNamesake(suspect: Suspect, recorded: ReadonlySet<string>): boolean {
  const { grounds, hasOtherTrn, isBornOtherwise, personId } = suspect;
  const isByNameAlone = grounds.every((ground) => ground === 'SAME_FULL_NAME');
  return isByNameAlone && (hasOtherTrn || isBornOtherwise || recorded.has(personId));
}

function namesOf(...names: readonly (string | null)[]): ReadonlySet<string> {
  return new Set(names.filter((name) => name !== null).map(fold));
}
