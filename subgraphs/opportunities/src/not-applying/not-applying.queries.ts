import type { Database } from '@trellis/subgraph-kit/database';
import { type Part, withoutSmallNumbers } from '@trellis/subgraph-kit/small-numbers';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  NotApplyingReason,
  type ReasonNotToApply,
  type ReasonsNotApplied,
} from './not-applying.types.ts';

/** How many gave one reason for one opportunity, or for all that were asked for. */
export interface ReasonCountRow {
  readonly opportunityId: string;
  readonly reason: NotApplyingReason;
  readonly people: number;
}

/** What the viewer said of opportunities. */
export function ownReasons(
  db: Database,
  { trustId, personId }: Viewer,
  opportunityIds: readonly string[],
): Promise<ReasonNotToApply[]> {
  return db.rows<ReasonNotToApply>(
    `SELECT opportunity_id AS id, reason, given_at AS "givenAt" FROM not_applying_reason
      WHERE trust_id = $1 AND person_id = $2 AND opportunity_id = ANY ($3::uuid[])`,
    [trustId, personId, opportunityIds],
  );
}

/** Removes what somebody said; they have applied, or took it back. */
export async function forgetReason(
  db: Database,
  { trustId, personId }: Viewer,
  opportunityId: string,
): Promise<void> {
  await db.rows(
    `DELETE FROM not_applying_reason
      WHERE trust_id = $1 AND person_id = $2 AND opportunity_id = $3`,
    [trustId, personId, opportunityId],
  );
}

/** Counts by opportunity, of what takes no more applications by the day. */
export function countsByOpportunity(
  db: Database,
  opportunityIds: readonly string[],
  day: string,
): Promise<ReasonCountRow[]> {
  return db.rows<ReasonCountRow>(
    `SELECT opportunity_id AS "opportunityId", reason, people
       FROM count_reasons_not_applied($1::uuid[], $2)`,
    [opportunityIds, day],
  );
}

/** Counts of all opportunities of the trust that closed in an academic year. */
export function countsOfYear(
  db: Database,
  { trustId }: Viewer,
  academicYear: number,
  day: string,
): Promise<Omit<ReasonCountRow, 'opportunityId'>[]> {
  return db.rows(
    `SELECT reason, sum(people)::integer AS people
       FROM count_reasons_not_applied(
              ARRAY(SELECT id FROM opportunity
                     WHERE trust_id = $1 AND academic_year(closes_on) = $2), $3)
      GROUP BY reason`,
    [trustId, academicYear, day],
  );
}

/** @returns what of the counts may be told: each reason, those that nobody gave among them. */
export function toldReasons(
  counts: readonly Omit<ReasonCountRow, 'opportunityId'>[],
): ReasonsNotApplied {
  const peopleOf = new Map(counts.map(({ reason, people }) => [reason, people]));
  const parts = Object.values(NotApplyingReason).map((reason) => ({
    name: reason,
    counts: { inside: peopleOf.get(reason) ?? 0, outside: 0 },
  }));
  const { whole, breakdowns } = withoutSmallNumbers([parts]);
  const told = new Map(
    (breakdowns[0] ?? []).map((part: Part<ToldPart>) => [part.name, part.counts]),
  );
  return {
    people: whole.inside,
    byReason: Object.values(NotApplyingReason).map((reason) => ({
      reason,
      people: told.get(reason)?.inside ?? null,
    })),
  };
}

interface ToldPart {
  readonly inside: number | null;
  readonly outside: number | null;
}
