import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { withoutSmallNumbers } from '@trellis/subgraph-kit/small-numbers';
import { type PanelSpread, SpreadCut } from './panel-spread.types.ts';

interface CountRow {
  readonly opportunityId: string;
  readonly by: SpreadCut;
  readonly name: string;
  readonly applied: number;
  readonly placed: number;
}

/** How the choices of panels spread, batched; who may see a panel is told by whoever asks. */
export function panelSpreadLoaders(db: Database) {
  return {
    spreadOfPanel: manyByKey<PanelSpread & { opportunityId: string }>(
      ({ opportunityId }) => opportunityId,
      async (ids) => {
        const rows = await db.rows<CountRow>(
          `SELECT opportunity_id AS "opportunityId", by, name, applied, placed
             FROM spread_of_panels($1::uuid[])`,
          [ids],
        );
        const byOpportunity = Map.groupBy(rows, ({ opportunityId }) => opportunityId);
        return [...byOpportunity].flatMap(([opportunityId, counts]) =>
          toldSpread(counts).map(({ by, parts }) => ({ opportunityId, by, parts })),
        );
      },
    ),
  };
}

/** Whom a panel placed first it knows by then, so it is the others of whom small numbers are not told. */
function toldSpread(rows: readonly CountRow[]): PanelSpread[] {
  const cuts = Object.values(SpreadCut).map((by) => rows.filter((row) => row.by === by));
  const others = cuts.map((parts) =>
    parts.map(({ name, applied, placed }) => ({
      ...{ name, counts: { inside: applied - placed, outside: 0 } },
    })),
  );
  const { breakdowns } = withoutSmallNumbers(others);
  return cuts.map((parts, which) => {
    const told = new Map(breakdowns[which]?.map(({ name, counts }) => [name, counts.inside]));
    return {
      by: Object.values(SpreadCut)[which] ?? SpreadCut.STAFF_GROUP,
      parts: parts.map(({ name, placed }) => {
        const rest = told.get(name) ?? null;
        return { name, placed, applied: rest === null ? null : rest + placed };
      }),
    };
  });
}
