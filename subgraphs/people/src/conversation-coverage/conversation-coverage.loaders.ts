import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import {
  type Counts,
  isSmall,
  type Part,
  sumOf,
  withoutSmallNumbers,
} from '@trellis/subgraph-kit/small-numbers';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type CoverageRow,
  coverageSql,
  type OutcomeRow,
  outcomesSql,
} from './conversation-coverage.queries.ts';
import {
  type ConversationCoverage,
  type ConversationOutcomes,
  CoverageBy,
} from './conversation-coverage.types.ts';

const keyOf: Readonly<Record<CoverageBy, (row: CoverageRow) => string>> = {
  [CoverageBy.SCHOOL]: ({ schoolId }) => schoolId,
  [CoverageBy.STAFF_GROUP]: ({ staffGroup }) => staffGroup,
  [CoverageBy.WORKING_PATTERN]: ({ workingPattern }) => workingPattern,
};

/**
 * Conversations in numbers, of the whole trust and without small ones. They are those of the end of
 * last month, the same for everybody: who looks today and tomorrow learns nothing of who came between.
 */
export function conversationCoverageLoaders(db: Database, { trustId }: Viewer) {
  const firstOfMonth = `${londonDay().slice(0, 8)}01`;
  const asOf = dayBefore(firstOfMonth);
  let read: Promise<ReadonlyMap<CoverageBy, readonly ConversationCoverage[]>> | undefined;
  return {
    async conversationCoverage(by: CoverageBy): Promise<readonly ConversationCoverage[]> {
      read ??= db.rows<CoverageRow>(coverageSql, [trustId, asOf]).then((rows) => told(rows, asOf));
      return (await read).get(by) ?? [];
    },

    async conversationOutcomes(): Promise<ConversationOutcomes> {
      const [row] = await db.rows<OutcomeRow>(outcomesSql, [trustId, firstOfMonth]);
      if (!row) throw new Error('a count has one row');
      const { held, declined, actionsDue, gaps, medianGap } = row;
      return {
        ...{ since: row.since, before: firstOfMonth },
        held: only(held),
        declined: only(declined),
        withLink: partOf(row.withLink, held + declined),
        followed: partOf(row.followed, held),
        actionsDue: only(actionsDue),
        actionsInTime: partOf(row.actionsInTime, actionsDue),
        medianGapDays: gaps === 0 || isSmall(gaps) ? null : medianGap,
      };
    },
  };
}

function dayBefore(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - 1);
  return at.toISOString().slice(0, 10);
}

const only = (count: number) => (isSmall(count) ? null : count);
const partOf = (part: number, whole: number) => (isSmall(whole - part) ? null : only(part));

/** All ways to part the same people at once, because what one holds back another could give away. */
function told(rows: readonly CoverageRow[], asOf: string) {
  const ways = Object.values(CoverageBy);
  const parts = ways.map((by) => parted(rows, keyOf[by]));
  const { breakdowns } = withoutSmallNumbers(parts);
  const names = new Map(rows.map(({ schoolId, schoolName }) => [schoolId, schoolName]));
  return new Map(
    ways.map((by, place) => [
      by,
      (breakdowns[place] ?? [])
        .map(({ name, counts: { inside, outside } }) => {
          return { group: names.get(name) ?? name, inTime: inside, overdue: outside, asOf };
        })
        // By name, since the order of counts would tell of those that are held back.
        .toSorted((one, other) => one.group.localeCompare(other.group)),
    ]),
  );
}

function parted(
  rows: readonly CoverageRow[],
  nameOf: (row: CoverageRow) => string,
): Part<Counts>[] {
  return [...Map.groupBy(rows, nameOf)].map(([name, some]) => ({
    name,
    counts: sumOf(some.map((counts) => ({ name, counts }))),
  }));
}
