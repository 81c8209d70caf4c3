import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  daysBySubject,
  exchangesBetween,
  flowsBetween,
  hostLoads,
  type Months,
} from './flow.queries.ts';

const mostMonths = 36;

/** Who goes where, without small numbers; and to those who answer for a school, what it has to receive. */
export function flowLoaders(db: Database, viewer: Viewer) {
  return {
    schoolFlows: wholeMonths,
    flows: (months: Months) => flowsBetween(db, viewer, months),
    subjectDays: (months: Months) => daysBySubject(db, viewer, months),
    exchanges: (months: Months) => exchangesBetween(db, viewer, months),
    hostLoads: async (asked: Months) => {
      const rows = await hostLoads(db, viewer, wholeMonths(asked));
      return [...Map.groupBy(rows, ({ schoolId }) => schoolId)].map(([schoolId, months]) => ({
        ...{ schoolId, months },
      }));
    },
  };
}

/**
 * Only whole months: from counts of days more and less the days of one person would follow.
 *
 * @throws BAD_USER_INPUT for others, and for none or too many.
 */
function wholeMonths({ from, to }: Months): Months {
  if (!from.endsWith('-01') || !to.endsWith('-01')) {
    throw badUserInput('from and to begin a month.');
  }
  const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const count = monthOf(to) - monthOf(from);
  if (count < 1 || count > mostMonths) {
    throw badUserInput(`to is from 1 to ${String(mostMonths)} months after from.`);
  }
  return { from, to };
}
