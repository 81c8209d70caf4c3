import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type AnswersOfRecord,
  type EqualityAnswers,
  equalityQuestions,
  type SettledRecord,
  type ToldAnswers,
} from './equality.types.ts';

/**
 * Takes equality answers in. They go to tables to which this process has no right whatever, through
 * functions of the database that write and never show: nobody sees equality data about a person here,
 * whatever is asked.
 */
export class EqualityService {
  constructor(private readonly db: Database) {}

  /**
   * Keeps the answers that a sync tells; an answer of null is taken back, one not told stays. The same
   * again changes nothing.
   *
   * @param told at most one for each person.
   * @returns ids of people of whom an answer is other than it was; never what it was or is.
   */
  async record(
    { trustId }: Viewer,
    syncId: string,
    told: readonly EqualityAnswers[],
  ): Promise<ReadonlySet<string>> {
    const rows = told.flatMap(({ personId, ...answers }) =>
      answersOf(answers).map((answer) => ({ personId, ...answer })),
    );
    if (rows.length === 0) return new Set();
    const changed = await this.db.rows<{ personId: string }>(
      'SELECT person_id AS "personId" FROM record_equality_answers($1, $2, $3)',
      [trustId, syncId, JSON.stringify(rows)],
    );
    return new Set(changed.map(({ personId }) => personId));
  }

  /** Keeps answers in records under review until somebody says whom they are about. */
  async wait({ trustId }: Viewer, told: readonly AnswersOfRecord[]): Promise<void> {
    const rows = told.flatMap(({ sourceRecordId, ...answers }) =>
      answersOf(answers).map((answer) => ({ sourceRecordId, ...answer })),
    );
    if (rows.length === 0) return;
    await this.db.rows('SELECT let_equality_answers_wait($1, $2)', [trustId, JSON.stringify(rows)]);
  }

  /**
   * Gives answers that waited to whom the records are about, and forgets those of records that are
   * about nobody.
   *
   * @returns ids of people of whom an answer is other than it was.
   */
  async settle(
    { trustId }: Viewer,
    syncId: string,
    records: readonly SettledRecord[],
  ): Promise<ReadonlySet<string>> {
    if (records.length === 0) return new Set();
    const changed = await this.db.rows<{ personId: string }>(
      'SELECT person_id AS "personId" FROM settle_equality_answers($1, $2, $3)',
      [trustId, syncId, JSON.stringify(records)],
    );
    return new Set(changed.map(({ personId }) => personId));
  }

  /** Makes the answers of people what they were before a sync, but for those changed since. */
  async undo({ trustId }: Viewer, syncId: string, personIds: readonly string[]): Promise<void> {
    await this.db.rows('SELECT undo_equality_answers($1, $2, $3)', [trustId, syncId, personIds]);
  }

  /** Makes the answers of one person those of another, who answered the rest themselves. */
  async passOn({ trustId }: Viewer, fromPersonId: string, toPersonId: string): Promise<void> {
    const both = [trustId, fromPersonId, toPersonId];
    await this.db.rows('SELECT pass_on_equality_changes($1, $2, $3)', both);
    await this.db.rows('SELECT pass_on_equality_answers($1, $2, $3)', both);
  }
}

function answersOf({ scheme, answers }: ToldAnswers) {
  return equalityQuestions
    .filter((question) => answers[question] !== undefined)
    .map((question) => ({ question, scheme, code: answers[question] }));
}
