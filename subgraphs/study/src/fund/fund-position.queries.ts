import type { Database } from '@trellis/subgraph-kit/database';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import type { FundPosition } from './fund-position.types.ts';

/** A fund and a day. */
export interface FundDay {
  readonly fundId: string;
  readonly asOf: string;
}

const keyOf = ({ fundId, asOf }: FundDay) => `${fundId} ${asOf}`;

/** @returns positions of the trust's funds, each at the end of its day, in any order. */
export function fundPositions(
  db: Database,
  { trustId }: Viewer,
  asked: readonly FundDay[],
): Promise<(FundPosition & FundDay)[]> {
  return db.rows<FundPosition & FundDay>(positionsSql, [
    trustId,
    asked.map(({ fundId }) => fundId),
    asked.map(({ asOf }) => asOf),
  ]);
}

/** Positions of many funds in one statement. */
export function fundPositionLoader(db: Database, viewer: Viewer) {
  return new DataLoader<FundDay, FundPosition | null, string>(
    async (asked) => {
      const found = await fundPositions(
        db,
        viewer,
        asked.filter(({ fundId }) => isId(fundId)),
      );
      const positions = new Map(found.map((position) => [keyOf(position), position]));
      return asked.map((one) => positions.get(keyOf(one)) ?? null);
    },
    { cacheKeyFn: keyOf },
  );
}

const sumOf = (condition: string) => `coalesce(sum(pence) FILTER (WHERE ${condition}), 0)`;

const positionsSql = `
  SELECT asked.fund_id AS "fundId", asked.as_of AS "asOf", sums.*
    FROM unnest($2::uuid[], $3::date[]) AS asked (fund_id, as_of)
    JOIN fund ON fund.trust_id = $1 AND fund.id = asked.fund_id,
         LATERAL (
           SELECT ${sumOf("account = 'FUND' AND kind = 'ALLOCATION'")} AS "allocatedPence",
                  ${sumOf("account = 'FUND' AND kind = 'VIREMENT'")} AS "movedPence",
                  ${sumOf("account = 'FUND' AND kind = 'CARRY_FORWARD'")} AS "carriedPence",
                  ${sumOf("account = 'COMMITMENT'")} AS "committedPence",
                  ${sumOf("account = 'PAYMENT'")} AS "paidPence",
                  ${sumOf("account = 'RECOVERY'")} AS "owedPence",
                  ${sumOf("account = 'FUND'")} AS "availablePence"
             FROM ledger_posting
            WHERE trust_id = $1 AND fund_id = asked.fund_id AND entered_on <= asked.as_of) AS sums`;
