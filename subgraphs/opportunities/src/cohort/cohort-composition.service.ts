import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import { isId } from '@trellis/subgraph-kit/ids';
import {
  type Counts,
  type Part,
  sumOf,
  type ToldCounts,
  withoutSmallNumbers,
} from '@trellis/subgraph-kit/small-numbers';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { WorkingPattern } from '../eligibility/eligibility.types.ts';
import type { CohortComposition, KeptSeats } from './cohort-composition.types.ts';
import { cohortsById } from './cohort.queries.ts';
import type { SchoolPhases } from './school-phases.ts';

/** People alike in all that is told, with a seat and without one. */
interface Alike extends Counts {
  readonly staffGroup: string;
  readonly schoolId: string;
  readonly isFullTime: boolean;
}

/** Seats that are for the same people. */
interface SeatsAlike extends Omit<KeptSeats, 'reason'> {
  readonly reason: string | null;
}

/** Whether those who have seats are like those who work in the trust. */
export class CohortCompositionService {
  constructor(
    private readonly db: Database,
    private readonly phases: SchoolPhases,
  ) {}

  /**
   * @param cohortId of one cohort; of all of the trust when not given.
   * @throws NOT_FOUND when the viewer's trust has no such cohort.
   */
  async of(viewer: Viewer, asOf: string, cohortId: string | null): Promise<CohortComposition> {
    const known =
      cohortId === null ? [] : await cohortsById(this.db, viewer, [cohortId].filter(isId));
    if (cohortId !== null && known.length === 0) throw notFound('cohort');
    const values = [viewer.trustId, asOf, cohortId];
    const rows = await this.db.rows<Alike>(alikeSql, values);
    const seats = await this.db.rows<SeatsAlike>(seatsSql, values);
    const phases = await this.phases.of(viewer);
    const { whole, breakdowns } = withoutSmallNumbers([
      parted(rows, ({ staffGroup }) => staffGroup),
      parted(rows, ({ schoolId }) => phases.get(schoolId) ?? 'NONE'),
      parted(rows, ({ isFullTime }) =>
        isFullTime ? WorkingPattern.FULL_TIME : WorkingPattern.PART_TIME,
      ),
    ]);
    const [byGroup = [], byPhase = [], byPattern = []] = breakdowns;
    const sum = (of: (some: SeatsAlike) => number) =>
      seats.reduce((all, some) => all + of(some), 0);
    return {
      ...{ asOf, seats: sum((some) => some.seats), taken: sum(({ taken }) => taken) },
      keptSeats: seats.flatMap(({ reason, ...kept }) =>
        reason === null ? [] : [{ ...kept, reason }],
      ),
      ...told(whole),
      byStaffGroup: byGroup.map(({ name, counts }) => ({ staffGroup: name, ...told(counts) })),
      byPhase: byPhase.map(({ name, counts }) => ({ phase: name, ...told(counts) })),
      byWorkingPattern: byPattern.map(({ name, counts }) => ({
        workingPattern: name === 'FULL_TIME' ? WorkingPattern.FULL_TIME : WorkingPattern.PART_TIME,
        ...told(counts),
      })),
    };
  }
}

function parted(rows: readonly Alike[], nameOf: (row: Alike) => string): Part<Counts>[] {
  return [...Map.groupBy(rows, nameOf)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, some]) => ({ name, counts: sumOf(some.map((counts) => ({ name, counts }))) }));
}

const told = ({ inside, outside }: ToldCounts) => ({
  members: inside,
  workforce: inside === null || outside === null ? null : inside + outside,
});

const alikeSql = `
  SELECT "staffGroup", "schoolId", "isFullTime",
         count(*) FILTER (WHERE sits)::integer AS inside,
         count(*) FILTER (WHERE NOT sits)::integer AS outside
    FROM (SELECT coalesce((array_agg(post.staff_groups[1] ORDER BY post.is_primary DESC, post.fte DESC, post.id))[1],
                          'NONE') AS "staffGroup",
                 (array_agg(post.school_id::text ORDER BY post.is_primary DESC, post.fte DESC, post.id))[1]
                   AS "schoolId",
                 sum(post.fte) >= 1 AS "isFullTime",
                 EXISTS (SELECT 1 FROM seat_term t
                          WHERE t.trust_id = $1 AND t.person_id = post.person_id AND t.state = 'STANDS'
                            AND t.days @> $2::date AND ($3::uuid IS NULL OR t.cohort_id = $3)) AS sits
            FROM roster_assignment post
            JOIN roster_person who ON who.trust_id = post.trust_id AND who.id = post.person_id
             AND who.status NOT IN ('LEFT', 'MERGED')
           WHERE post.trust_id = $1 AND post.starts_on <= $2::date
             AND (post.ends_on IS NULL OR post.ends_on > $2::date)
           GROUP BY post.person_id) AS somebody
   GROUP BY 1, 2, 3`;

const seatsSql = `
  SELECT s.staff_groups AS "staffGroups", s.phases, cardinality(s.school_ids) AS "schoolCount",
         s.kept_reason AS reason, count(*)::integer AS seats,
         count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM seat_term t WHERE t.trust_id = $1 AND t.seat_id = s.id AND t.state = 'STANDS'
              AND t.days @> $2::date))::integer AS taken
    FROM cohort_seat s JOIN cohort c ON c.trust_id = s.trust_id AND c.id = s.cohort_id
   WHERE s.trust_id = $1 AND s.starts_on <= $2::date AND (c.ends_on IS NULL OR c.ends_on > $2::date)
     AND ($3::uuid IS NULL OR c.id = $3)
   GROUP BY s.staff_groups, s.phases, s.school_ids, s.kept_reason
   ORDER BY s.kept_reason NULLS LAST, s.staff_groups, s.phases`;
