import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import type { ExpertNode } from '../expertise/expertise.queries.ts';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { isMemberOn } from '../network/network.queries.ts';
import { willingColumns, willingFrom } from '../willing-colleague/willing-colleague.queries.ts';
import type { WillingColleague } from '../willing-colleague/willing-colleague.types.ts';

interface OfRoles {
  /** Codes with a space between them. */
  readonly roles: string;
}

/** As many as one wants to read of each. */
const most = 5;

const inRoles = `string_to_array(asked.roles, ' ') && post.role_codes`;

const colleaguesSql = `
  SELECT asked.roles, found.* FROM unnest($2::text[]) AS asked (roles)
   CROSS JOIN LATERAL (
     SELECT ${willingColumns} FROM ${willingFrom('$1', '$3')}
      WHERE willing.trust_id = $1 AND person.id IS DISTINCT FROM $4::uuid
        AND EXISTS (SELECT FROM assignment AS post WHERE post.trust_id = $1
          AND post.person_id = person.id AND ${holdsOn('post', '$3')} AND ${inRoles})
      ORDER BY person.sort_name, person.id LIMIT ${String(most)}) AS found`;

const networksSql = `
  SELECT asked.roles, found.id FROM unnest($2::text[]) AS asked (roles)
   CROSS JOIN LATERAL (
     SELECT network.id FROM network
      WHERE network.trust_id = $1 AND network.joining = 'OPEN' AND EXISTS (
        SELECT FROM network_membership JOIN assignment AS post
            ON post.trust_id = $1 AND post.person_id = network_membership.person_id
           AND ${holdsOn('post', '$3')} AND ${inRoles}
         WHERE network_membership.trust_id = $1 AND network_membership.network_id = network.id
           AND ${isMemberOn('$3')})
      ORDER BY network.sort_name, network.id LIMIT ${String(most)}) AS found`;

const expertsSql = `
  SELECT asked.roles, found.* FROM unnest($2::text[]) AS asked (roles)
   CROSS JOIN LATERAL (
     SELECT * FROM (
       SELECT DISTINCT ON (place.expertise_id) place.expertise_id AS "expertiseId",
              place.person_id AS "personId", place.school_id AS "schoolId", NULL AS miles,
              person.work_email AS "workEmail", person.sort_name,
              coalesce(person.preferred_name, person.given_name) || ' ' || person.family_name
                AS name
         FROM standing_specialists($1, $3::date) AS place
         JOIN person ON person.trust_id = $1 AND person.id = place.person_id
        WHERE person.id IS DISTINCT FROM $4::uuid
          AND EXISTS (SELECT FROM assignment AS post WHERE post.trust_id = $1
            AND post.person_id = person.id AND ${holdsOn('post', '$3')} AND ${inRoles})
        ORDER BY place.expertise_id, place.school_id) AS expert
      ORDER BY expert.sort_name, "expertiseId" LIMIT ${String(most)}) AS found`;

/** Who and what could help somebody to a step, by roles of the sort of work where it leads. */
export function closingLoaders(db: Database, { trustId, personId }: Viewer) {
  const byRoles = <Row extends OfRoles>(sql: string, ...more: readonly unknown[]) =>
    new DataLoader<string, Row[]>(async (roles) => {
      const rows = await db.rows<Row>(sql, [trustId, roles, londonDay(), ...more]);
      const found = Map.groupBy(rows, (row) => row.roles);
      return roles.map((each) => found.get(each) ?? []);
    });
  return {
    willingInRoles: byRoles<WillingColleague & OfRoles>(colleaguesSql, personId),
    expertsInRoles: byRoles<ExpertNode & OfRoles>(expertsSql, personId),
    networksOfRoles: byRoles<OfRoles & { readonly id: string }>(networksSql),
  };
}
