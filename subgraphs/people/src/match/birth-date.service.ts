import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** When somebody was born, as a record tells it. */
export interface ToldBirthDate {
  readonly recordId: string;
  /** ISO text; null takes it back. */
  readonly bornOn: string | null;
}

/**
 * Keeps birth dates, which serve to tell people apart and for nothing else. They go to a table to which
 * this process has no right; functions of the database compare them, and answer no date.
 */
export class BirthDateService {
  constructor(private readonly db: Database) {}

  /** @param told of records that are written; at most one for each. */
  async record({ trustId }: Viewer, told: readonly ToldBirthDate[]): Promise<void> {
    if (told.length === 0) return;
    await this.db.rows('SELECT record_birth_dates($1, $2)', [trustId, JSON.stringify(told)]);
  }
}
