import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { EntityReader } from '@trellis/subgraph-kit/known-entities';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { MatchedSwap, SwapMatching as Matched } from './matching/match-swaps.ts';
import { matchInThread, type SchoolsOnGrid } from './matching/matching-thread.ts';
import type { MatchableWish } from './matching/matchable-wish.ts';
import { matchingsById, type OpenWishRow, openWishes } from './swap.queries.ts';
import type { MatchSwapsInput, SwapMatching } from './swap.types.ts';

/** Milliseconds that a matching may take. */
const patience = 4_000;

/** What people says of a school. */
const schoolShape = z.object({
  phase: z.object({ code: z.string() }).nullable(),
  position: z.object({ easting: z.number(), northing: z.number() }).nullable(),
});
type SchoolFacts = z.infer<typeof schoolShape>;

/** Searches for swaps among the wishes of a trust. */
export class SwapMatchingService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly people: EntityReader,
    private readonly now: Clock,
  ) {}

  /**
   * Matches all open wishes anew. What an earlier matching found and nobody took up is set aside.
   *
   * @throws FORBIDDEN unless the viewer answers for all schools.
   */
  match(viewer: Viewer, input: MatchSwapsInput) {
    const match = async (): Promise<SwapMatching> => {
      if (!viewer.allPlaces) throw forbidden('Swaps are matched for the whole trust.');
      await this.db.rows(
        `SELECT pg_advisory_xact_lock(hashtextextended('swap matching ' || $1::text, 0))`,
        [viewer.trustId],
      );
      const wishes = await openWishes(this.db, viewer, londonDay(this.now()));
      const schools = await this.schoolsOf(viewer, wishes);
      const seed = randomBytes(16).toString('hex');
      const all = wishes.map((wish) => matchable(wish, schools));
      const matched = await matchInThread(all, onGrid(schools), seed, patience);
      const id = newId();
      await this.keep(viewer, { id, seed, wishes, matched });
      return this.found(viewer, id);
    };
    const again = (id: string) => this.found(viewer, id);
    return this.idempotency.once(viewer, 'matchSwaps', input, match, again);
  }

  private async schoolsOf(viewer: Viewer, wishes: readonly OpenWishRow[]) {
    const asksOfSchools = wishes.some(
      (wish) => wish.withinMiles !== null || wish.phases.length > 0,
    );
    if (!asksOfSchools) return new Map<string, SchoolFacts>();
    const ids = [...new Set(wishes.map(({ homeSchoolId }) => homeSchoolId))];
    const keys = ids.map((id) => ({ type: 'School', id }));
    const fields = 'phase { code } position { easting northing }';
    const facts = await this.people.read(viewer, keys, fields, schoolShape);
    return new Map(ids.flatMap((id, at) => (facts[at] ? [[id, facts[at]] as const] : [])));
  }

  private async keep(viewer: Viewer, { id, seed, wishes, matched }: Kept): Promise<void> {
    const { trustId, personId } = viewer;
    await this.db.rows(
      `UPDATE swap SET superseded_at = $2
        WHERE trust_id = $1 AND prepared_at IS NULL AND superseded_at IS NULL`,
      [trustId, this.now()],
    );
    await this.db.rows(matchingSql, [
      ...[trustId, id, this.now(), personId, seed, wishes.length, matched.people],
      ...[matched.mostPeople, matched.points, matched.isBest],
    ]);
    const byId = new Map(wishes.map((wish) => [wish.id, wish]));
    const swaps = matched.swaps.map((swap) => ({ id: newId(), ...swap, legs: legsOf(swap, byId) }));
    await this.db.rows(swapsSql, [trustId, id, JSON.stringify(swaps)]);
    await this.db.rows(legsSql, [trustId, JSON.stringify(swaps)]);
  }

  private async found(viewer: Viewer, id: string): Promise<SwapMatching> {
    const [found] = await matchingsById(this.db, viewer, [id]);
    if (!found) throw notFound('matching');
    return found;
  }
}

interface Kept {
  readonly id: string;
  readonly seed: string;
  readonly wishes: readonly OpenWishRow[];
  readonly matched: Matched;
}

function matchable(wish: OpenWishRow, schools: ReadonlyMap<string, SchoolFacts>): MatchableWish {
  const { id, roleCodes, subjectCodes, phases, schoolIds, withinMiles } = wish;
  const { months, fromOn, untilOn, homeSchoolId: schoolId } = wish;
  return {
    ...{ id, months, fromOn, untilOn },
    wants: { roleCodes, subjectCodes, phases, schoolIds, withinMiles },
    has: {
      ...{ schoolId, roleCodes: wish.homeRoleCodes, subjectCodes: wish.homeSubjectCodes },
      phase: schools.get(schoolId)?.phase?.code ?? null,
    },
  };
}

const onGrid = (schools: ReadonlyMap<string, SchoolFacts>): SchoolsOnGrid =>
  new Map([...schools].flatMap(([id, { position }]) => (position ? [[id, position]] : [])));

/** Each takes the place of the next, and the last the first’s. */
function legsOf({ wishIds }: MatchedSwap, wishes: ReadonlyMap<string, OpenWishRow>) {
  return wishIds.map((wishId, at) => {
    const wish = wishes.get(wishId);
    const next = wishes.get(wishIds[(at + 1) % wishIds.length] ?? '');
    return {
      ...{ number: at + 1, wishId, wishVersion: wish?.version, personId: wish?.personId },
      ...{ homeSchoolId: wish?.homeSchoolId, hostSchoolId: next?.homeSchoolId },
    };
  });
}

const matchingSql = `
  INSERT INTO swap_matching (trust_id, id, made_at, made_by_id, seed, wishes, people, most_people,
                             points, is_best)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const swapsSql = `
  INSERT INTO swap (trust_id, id, matching_id, starts_on, ends_on, points, person_ids, school_ids)
  SELECT $1, found.id, $2, "startsOn", "endsOn", points,
         ARRAY (SELECT (leg ->> 'personId')::uuid FROM json_array_elements(legs) AS leg),
         ARRAY (SELECT DISTINCT (leg ->> 'homeSchoolId')::uuid FROM json_array_elements(legs) AS leg)
    FROM json_to_recordset($3) AS found
         (id uuid, "startsOn" date, "endsOn" date, points integer, legs json)`;

const legsSql = `
  INSERT INTO swap_leg (trust_id, swap_id, number, wish_id, wish_version, person_id, home_school_id,
                        host_school_id)
  SELECT $1, found.id, leg.number, leg."wishId", leg."wishVersion", leg."personId",
         leg."homeSchoolId", leg."hostSchoolId"
    FROM json_to_recordset($2) AS found (id uuid, legs json)
   CROSS JOIN json_to_recordset(found.legs) AS leg
         (number integer, "wishId" uuid, "wishVersion" integer, "personId" uuid,
          "homeSchoolId" uuid, "hostSchoolId" uuid)`;
