import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** What the roster says of somebody's employment by the trust. */
export interface Employment {
  readonly personId: string;
  /** First day on which the trust does not employ them; null while no end is known. */
  readonly leavesOn: string | null;
  /** Census code of the contract that ends last, such as `PRM`; null where there is none. */
  readonly contractType: string | null;
  /** All that are known; each ends on the first day on which it no longer runs. */
  readonly contracts: readonly {
    readonly type: string;
    readonly startsOn: string;
    readonly endsOn: string | null;
  }[];
}

/** Agreements for services: who comes by one is employed by somebody else (census, CS025). */
export const serviceAgreements: readonly string[] = ['SLA', 'SAG', 'SOT'];

/** Whether all that somebody has are agreements by which others employ them. */
export const isAgency = ({ contracts }: Employment): boolean =>
  contracts.length > 0 && contracts.every(({ type }) => serviceAgreements.includes(type));

/** Whether some contract runs on the day. */
export const isEmployedOn = ({ contracts }: Employment, day: string): boolean =>
  contracts.some(({ startsOn, endsOn }) => startsOn <= day && (endsOn === null || endsOn > day));

/**
 * Somebody leaves when their last contract ends: one post or school given up for another is no leaving.
 *
 * @returns what is known of these people, in any order; nobody of whom the roster has not heard.
 */
export function employmentOf(
  db: Database,
  { trustId }: Viewer,
  personIds: readonly string[],
): Promise<Employment[]> {
  return db.rows<Employment>(`${employmentSql} AND person.id = ANY ($2)`, [trustId, personIds]);
}

/** Of the trust (`$1`). Whoever has left and of whom no contract is told left when that was told. */
export const employmentSql = `
  SELECT person.id AS "personId", last.type AS "contractType", person.contracts,
         CASE WHEN last.ends_on IS NOT NULL THEN nullif(last.ends_on, 'infinity')
              WHEN person.status IN ('LEFT', 'MERGED') THEN person.kept_at::date END AS "leavesOn"
    FROM roster_person AS person
    LEFT JOIN LATERAL (
      SELECT coalesce("endsOn", 'infinity') AS ends_on, type
        FROM jsonb_to_recordset(person.contracts) AS contract ("endsOn" date, type text)
       ORDER BY 1 DESC LIMIT 1) AS last ON true
   WHERE person.trust_id = $1 AND person.status <> 'MERGED'`;

/** @returns whether at one of these schools somebody has no post from the day on. */
export async function worksElsewhere(
  db: Database,
  { trustId }: Viewer,
  personId: string,
  schoolIds: readonly string[],
  today: string,
): Promise<boolean> {
  const rows = await db.rows(elsewhereSql, [trustId, personId, schoolIds, today]);
  return rows.length > 0;
}

const elsewhereSql = `
  SELECT 1 FROM unnest($3::uuid[]) AS school (id)
   WHERE NOT EXISTS (
     SELECT 1 FROM roster_assignment post WHERE post.trust_id = $1 AND post.person_id = $2
        AND post.school_id = school.id AND (post.ends_on IS NULL OR post.ends_on > $4))`;
