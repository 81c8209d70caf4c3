import type { Database } from '@trellis/subgraph-kit/database';
import { isId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import { seatReasonsOfPairs } from '../cohort/seat-bars.queries.ts';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import { opportunitiesById } from '../opportunity/opportunity.queries.ts';
import { type AudienceFit, explained } from './eligibility-reasons.ts';
import { eligibilityOfPairsSql } from './eligibility.queries.ts';
import type { Eligibility } from './eligibility.types.ts';
import { withinReach } from './reach-of-viewer.ts';

interface Pair {
  readonly opportunityId: string;
  readonly personId: string;
  /** As everybody was told of it by this version; as it stands today where null. */
  readonly version: number | null;
}

interface PairFit extends Pair, AudienceFit {}

const keyOf = ({ opportunityId, personId, version }: Pair) =>
  `${opportunityId} ${personId} ${version}`;

/**
 * Whether opportunities are meant for people, batched. Everybody knows their own; those who offer
 * opportunities know it of the people at the schools that they answer for, and line managers of their
 * reports. Null for others, and for what the viewer may not see.
 */
export function eligibilityLoaders(db: Database, now: Clock, viewer: Viewer) {
  const today = londonDay(now());
  const loader = new DataLoader<Pair, Eligibility | null, string>(
    async (pairs) => {
      const asked = pairs.filter(
        ({ opportunityId, personId }) => isId(opportunityId) && isId(personId),
      );
      if (asked.length === 0) return pairs.map(() => null);
      const ids = [...new Set(asked.map(({ opportunityId }) => opportunityId))];
      const opportunities = await opportunitiesById(db, viewer, today, ids);
      const seen = new Set(opportunities.map(({ id }) => id));
      const reached = await withinReach(
        db,
        viewer,
        today,
        asked.map(({ personId }) => personId),
      );
      const told = asked.filter(
        ({ opportunityId, personId }) => seen.has(opportunityId) && reached.has(personId),
      );
      const fits = await fitsOf(db, viewer, today, told);
      const seats = opportunities.filter(({ kind }) => kind === OpportunityKind.COHORT_SEAT);
      const barred = await barredOf(db, viewer, told, new Set(seats.map(({ id }) => id)));
      return pairs.map((pair) => {
        const fit = fits.get(keyOf(pair));
        return fit ? withBars(explained(fit), barred.get(keyOf(pair)) ?? []) : null;
      });
    },
    { cacheKeyFn: keyOf },
  );
  return { eligibility: loader };
}

async function fitsOf(db: Database, { trustId }: Viewer, today: string, pairs: readonly Pair[]) {
  if (pairs.length === 0) return new Map<string, PairFit>();
  const rows = await db.rows<PairFit>(eligibilityOfPairsSql, [
    trustId,
    pairs.map(({ opportunityId }) => opportunityId),
    pairs.map(({ personId }) => personId),
    today,
    pairs.map(({ version }) => version),
  ]);
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** What speaks against seats of cohorts now; an answer of an earlier version is told by posts alone. */
async function barredOf(
  db: Database,
  viewer: Viewer,
  pairs: readonly Pair[],
  seats: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = pairs.filter(
    ({ opportunityId, version }) => version === null && seats.has(opportunityId),
  );
  if (asked.length === 0) return new Map();
  const found = await seatReasonsOfPairs(db, viewer, asked);
  const byPair = Map.groupBy(found, (one) => keyOf({ ...one, version: null }));
  return new Map([...byPair].map(([key, some]) => [key, some.flatMap(({ reasons }) => reasons)]));
}

function withBars(eligibility: Eligibility, bars: readonly string[]): Eligibility {
  if (bars.length === 0) return eligibility;
  const { asOf, ruleVersion, reasons } = eligibility;
  return { met: false, asOf, ruleVersion, reasons: [...reasons, ...bars] };
}
