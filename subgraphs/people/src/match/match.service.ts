import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { fold } from '../fold.ts';
import { type Suspect, suspectsOf, verdictOn } from './match-verdict.ts';
import {
  type AskedPerson,
  type FoundSuspect,
  openMatchesSql,
  recordedInSourceSql,
  sameTrnsSql,
  suspectsSql,
  withdrawMatchesSql,
} from './match.queries.ts';
import type {
  MatchAnswer,
  MatchQuestion,
  RecordOrigin,
  StaffMatcher,
} from './match-question.types.ts';

interface SameTrns {
  readonly asked: string;
  readonly newest: string;
  readonly trns: readonly string[];
}

/** Tells whether a record that is new to us is about somebody whom the trust knows. */
export class MatchService implements StaffMatcher {
  constructor(private readonly db: Database) {}

  /**
   * Says of each record whom it is about. The same TRN is the same person, and so is the same payroll
   * number under the same surname. Whoever else could be the same is for somebody to decide: a review
   * is opened, or one that is open is brought up to date. Nobody is made one with another because of
   * a name and a birth date.
   *
   * Those who ask for one trust wait for each other, so that two records of one person that come at
   * once do not make two people.
   *
   * @param origin one source; a second record there of a person who has one is for review.
   * @returns an answer for each question, in their order.
   */
  async match(
    viewer: Viewer,
    questions: readonly MatchQuestion[],
    origin: RecordOrigin,
  ): Promise<MatchAnswer[]> {
    if (questions.length === 0) return [];
    const { trustId } = viewer;
    await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `staff match of ${trustId}`,
    ]);
    const suspects = await this.suspects(viewer, questions);
    const recorded = await this.#recorded(trustId, origin, questions, suspects);
    const claimed = new Set<string>();
    const answers = questions.map((question): MatchAnswer => {
      const { trn, recordId } = question;
      const isSecond = trn !== null && claimed.has(trn);
      if (trn !== null) claimed.add(trn);
      const verdict = verdictOn(suspects.get(recordId) ?? [], recorded);
      return isSecond ? { kind: 'REVIEW' } : verdict;
    });
    await this.#review(viewer, questions, answers);
    return answers;
  }

  /** Who may be those asked about, by the id of each record, with all grounds. */
  async suspects(
    viewer: Viewer,
    questions: readonly MatchQuestion[],
  ): Promise<ReadonlyMap<string, readonly Suspect[]>> {
    const same = await this.#sameTrns(viewer, questions);
    const trnsOf = new Map(same.map(({ asked, trns }) => [asked, trns]));
    const asked = questions.map((question) => askedPerson(question, trnsOf));
    const found = await this.db.rows<FoundSuspect>(suspectsSql, [
      viewer.trustId,
      JSON.stringify(asked),
      JSON.stringify(asked.map(({ id, birthDate }) => ({ id, birthDate }))),
    ]);
    const byQuestion = Map.groupBy(found, ({ askedId }) => askedId);
    return new Map(
      questions.map((question) => [
        question.recordId,
        suspectsOf(question, byQuestion.get(question.recordId) ?? []),
      ]),
    );
  }

  /**
   * TRNs that were merged into others, and those others: a record that still has an old one is to be
   * kept with the new.
   */
  async newestTrns(viewer: Viewer, trns: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (trns.length === 0) return new Map();
    const rows = await this.db.rows<SameTrns>(sameTrnsSql, [viewer.trustId, trns]);
    return new Map(
      rows.filter(({ asked, newest }) => asked !== newest).map((row) => [row.asked, row.newest]),
    );
  }

  /** Opens reviews of records, or brings those that are open up to date. */
  async ask({ trustId }: Viewer, questions: readonly MatchQuestion[]): Promise<void> {
    if (questions.length === 0) return;
    const rows = questions.map(({ recordId, givenName, familyName, ...question }) => ({
      ...{ ...question, id: newId(), sourceRecordId: recordId },
      ...{ givenName: givenName ?? '', familyName: familyName ?? '' },
    }));
    await this.db.rows(openMatchesSql, [trustId, JSON.stringify(rows)]);
  }

  /** Closes reviews of records that their source has taken back. */
  async withdraw({ trustId }: Viewer, recordIds: readonly string[]): Promise<void> {
    if (recordIds.length > 0) await this.db.rows(withdrawMatchesSql, [trustId, recordIds]);
  }

  async #sameTrns({ trustId }: Viewer, questions: readonly MatchQuestion[]): Promise<SameTrns[]> {
    const trns = questions.map(({ trn }) => trn).filter((trn) => trn !== null);
    return trns.length === 0 ? [] : this.db.rows(sameTrnsSql, [trustId, trns]);
  }

  async #recorded(
    trustId: string,
    { source, instanceId }: RecordOrigin,
    questions: readonly MatchQuestion[],
    suspects: ReadonlyMap<string, readonly Suspect[]>,
  ): Promise<ReadonlySet<string>> {
    const ids = [...suspects.values()].flat().map(({ personId }) => personId);
    if (ids.length === 0) return new Set();
    const asked = questions.map(({ recordId }) => recordId);
    const rows = await this.db.rows<{ id: string }>(recordedInSourceSql, [
      ...[trustId, source, instanceId, ids, asked],
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  async #review(
    viewer: Viewer,
    questions: readonly MatchQuestion[],
    answers: readonly MatchAnswer[],
  ): Promise<void> {
    const isOpen = (place: number) => answers[place]?.kind === 'REVIEW';
    await this.ask(
      viewer,
      questions.filter((_, place) => isOpen(place)),
    );
    const settled = questions.filter((_, place) => !isOpen(place));
    await this.withdraw(
      viewer,
      settled.map(({ recordId }) => recordId),
    );
  }
}

function askedPerson(
  question: MatchQuestion,
  trnsOf: ReadonlyMap<string, readonly string[]>,
): AskedPerson {
  const { recordId: id, trn, payrollNumbers, workEmail, birthDate } = question;
  const { preferredName, formerFamilyName } = question;
  return {
    ...{ id, payrollNumbers, workEmail, birthDate },
    trns: trn === null ? [] : (trnsOf.get(trn) ?? [trn]),
    surname: fold(question.familyName ?? ''),
    formerSurname: formerFamilyName === null ? null : fold(formerFamilyName),
    givenName: fold(question.givenName ?? ''),
    preferredName: preferredName === null ? null : fold(preferredName),
  };
}
