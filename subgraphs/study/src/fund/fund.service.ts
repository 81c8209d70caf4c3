import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { FundEntity } from './fund.entity.ts';

/** What a trust sets aside; `academicYear` is the year it starts. */
export interface NewFund {
  /** Where the caller has made the id; a fund that is there already is left as it is. */
  readonly id?: string;
  readonly name: string;
  readonly academicYear: number;
  readonly amountPence: number;
}

export class FundService {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Sets money aside. No client may do so yet: the trust's finance system or the demonstration does.
   *
   * @returns the ids, in the order of the funds given.
   */
  setAside(viewer: Viewer, funds: readonly NewFund[]): Promise<string[]> {
    return this.#db.transaction(async (tx) => {
      const rows = funds.map((fund) => ({ id: newId(), ...fund, trustId: viewer.trustId }));
      await tx.createQueryBuilder().insert().into(FundEntity).values(rows).orIgnore().execute();
      return rows.map(({ id }) => id);
    });
  }
}
