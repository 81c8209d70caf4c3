import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type EqualityAnswers, equalityQuestions } from './equality.types.ts';

/**
 * Takes equality answers in. They go to a table to which this process has no right whatever, through
 * functions of the database that write and never show: nobody sees equality data about a person here,
 * whatever is asked.
 */
export class EqualityService {
  constructor(private readonly db: Database) {}

  /**
   * Keeps the answers that are told; an answer of null is taken back, one not told stays. The same
   * again changes nothing.
   *
   * @param told at most one for each person.
   * @returns ids of people of whom an answer is other than it was; never what it was or is.
   */
  async record(
    { trustId }: Viewer,
    told: readonly EqualityAnswers[],
  ): Promise<ReadonlySet<string>> {
    const rows = told.flatMap(({ personId, scheme, answers }) =>
      equalityQuestions
        .filter((question) => answers[question] !== undefined)
        .map((question) => ({ personId, question, scheme, code: answers[question] })),
    );
    if (rows.length === 0) return new Set();
    const changed = await this.db.rows<{ personId: string }>(
      'SELECT person_id AS "personId" FROM record_equality_answers($1, $2)',
      [trustId, JSON.stringify(rows)],
    );
    return new Set(changed.map(({ personId }) => personId));
  }

  /** Makes the answers of one person those of another, who answered the rest themselves. */
  async passOn({ trustId }: Viewer, fromPersonId: string, toPersonId: string): Promise<void> {
    await this.db.rows('SELECT pass_on_equality_answers($1, $2, $3)', [
      trustId,
      fromPersonId,
      toPersonId,
    ]);
  }
}
