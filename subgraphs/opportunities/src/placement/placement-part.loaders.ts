import { byKey, manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type {
  CoverPlan,
  InductionItem,
  PlacementCheck,
  PlacementConsent,
  PlacementEnding,
  PlacementPart,
} from './placement-part.types.ts';

interface OfPlacement {
  readonly placementId: string;
}

/** A consent as read. */
export interface ConsentRow extends PlacementConsent, OfPlacement {
  readonly schoolId: string | null;
  readonly givenById: string | null;
}

const placementIdOf = ({ placementId }: OfPlacement) => placementId;

/** The parts of placements, batched, for those who have a say in them; others find none. */
export function placementPartLoaders(db: Database, now: Clock, viewer: Viewer) {
  const read = <Row>(sql: string, ids: readonly string[], ...more: readonly unknown[]) =>
    db.rows<Row & OfPlacement>(sql, [viewer.trustId, ids, ...more]);
  return {
    missingParts: byKey(placementIdOf, (ids) =>
      read<{ readonly missing: PlacementPart[]; readonly asOf: Date }>(missingSql, ids),
    ),
    placementConsents: manyByKey<ConsentRow>(placementIdOf, (ids) =>
      read<ConsentRow>(consentsSql, ids, londonDay(now())),
    ),
    hostClosedDays: byKey(placementIdOf, (ids) =>
      read<{ readonly days: string[] }>(closedSql, ids),
    ),
    placementCover: byKey(placementIdOf, (ids) => read<CoverPlan>(coverSql, ids)),
    placementInduction: manyByKey(placementIdOf, (ids) => read<InductionItem>(inductionSql, ids)),
    placementChecks: manyByKey(placementIdOf, (ids) =>
      read<PlacementCheck & { readonly checkedById: string | null }>(checksSql, ids),
    ),
    placementEndings: manyByKey(placementIdOf, (ids) => read<PlacementEnding>(endingsSql, ids)),
  };
}

const missingSql = `
  SELECT p.id AS "placementId", placement_missing(p.id) AS missing, now() AS "asOf" FROM placement p
   WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[]) AND is_involved(p)`;

/** Of a year and a bit: each day asks two calendars. */
const closedSql = `
  SELECT p.id AS "placementId",
         ARRAY (SELECT day::date::text
                  FROM generate_series(p.starts_on, least(p.ends_on, p.starts_on + 400) - 1,
                                       interval '1 day') AS day
                 WHERE p.days @> day::date AND is_school_day(p.trust_id, p.home_school_id, day::date)
                   AND NOT is_school_day(p.trust_id, p.host_school_id, day::date)
                 ORDER BY day) AS days
    FROM placement p
   WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[]) AND is_involved(p) AND p.ends_on IS NOT NULL`;

const consentsSql = `
  SELECT asked.id, asked.placement_id AS "placementId", asked.party, asked.school_id AS "schoolId",
         p.consent_by AS "dueOn", said.reason, said.given_at AS "givenAt",
         said.given_by_id AS "givenById",
         CASE WHEN said.agrees THEN 'AGREED' WHEN NOT said.agrees THEN 'DECLINED'
              WHEN p.consent_by < $3::date THEN 'OVERDUE' ELSE 'WAITING' END AS state
    FROM placement p
    JOIN placement_party asked ON asked.trust_id = p.trust_id AND asked.placement_id = p.id
    LEFT JOIN LATERAL (SELECT * FROM placement_consent given
                        WHERE given.trust_id = asked.trust_id AND given.party_id = asked.id
                          AND given.given_at >= asked.asked_at
                        ORDER BY given.number DESC LIMIT 1) AS said ON true
   WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[]) AND is_involved(p)
   ORDER BY asked.placement_id, array_position('{PERSON,HOME_HEAD,HOST_HEAD}', asked.party), asked.id`;

const coverSql = `
  SELECT placement_id AS "placementId", is_needed AS "isNeeded", plan, cost_pence AS "costPence",
         paid_by AS "paidBy", planned_at AS "plannedAt"
    FROM placement_cover WHERE trust_id = $1 AND placement_id = ANY ($2::uuid[])`;

const inductionSql = `
  SELECT placement_id AS "placementId", number, item, done_on AS "doneOn"
    FROM placement_induction WHERE trust_id = $1 AND placement_id = ANY ($2::uuid[])
   ORDER BY placement_id, number`;

const checksSql = `
  SELECT p.id AS "placementId", asked.check_code AS check, known.outcome, known.source,
         known.confirmed_by AS "confirmedBy", known.checked_on AS "checkedOn",
         known.valid_to AS "validTo", known.checked_by_id AS "checkedById",
         coalesce(known.outcome = 'HELD'
                  AND (known.valid_to IS NULL OR known.valid_to >= coalesce(p.ends_on - 1, p.starts_on)),
                  false) AS "holdsThroughout"
    FROM placement p CROSS JOIN LATERAL unnest(p.checks) AS asked (check_code)
    LEFT JOIN LATERAL (SELECT * FROM clearance c
                        WHERE c.trust_id = p.trust_id AND c.person_id = p.person_id
                          AND c.check_code = asked.check_code
                        ORDER BY c.outcome = 'ASKED', c.recorded_at DESC, c.id DESC LIMIT 1) AS known ON true
   WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[]) AND is_involved(p)
   ORDER BY p.id, asked.check_code`;

const endingsSql = `
  SELECT e.placement_id AS "placementId", e.id, e.ends_on AS "endsOn", e.reason,
         e.proposed_at AS "proposedAt",
         ARRAY (SELECT asked.party FROM placement_ending_answer given
                  JOIN placement_party asked ON asked.trust_id = given.trust_id
                   AND asked.id = given.party_id
                 WHERE given.trust_id = e.trust_id AND given.ending_id = e.id
                 ORDER BY asked.party) AS "agreedBy"
    FROM placement_ending e WHERE e.trust_id = $1 AND e.placement_id = ANY ($2::uuid[])
   ORDER BY e.placement_id, e.proposed_at DESC`;
