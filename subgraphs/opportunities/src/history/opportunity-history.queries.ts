import type { List, Sort } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { HistoryEntry } from './opportunity-history.types.ts';
import type { Override, OverrideListArgs } from './override.types.ts';

/** An entry as read for a viewer. */
export interface EntryRow extends HistoryEntry {
  /** Null for those who may not know. */
  readonly madeById: string | null;
  readonly personId: string | null;
}

/** An override as read for a viewer. */
export interface OverrideRow extends Override {
  readonly opportunityId: string;
  readonly personId: string | null;
  readonly madeById: string | null;
  readonly approvedById: string | null;
}

const latest: Sort = {
  name: 'LATEST',
  keys: [
    { sql: 'entry.made_at', type: 'timestamptz' },
    { sql: 'entry.id', type: 'uuid' },
  ],
  descending: true,
};

/**
 * What became of opportunities, the latest first. Those who may offer for the school see all of it;
 * applicants and those whom it is for see what was public, without who did it; and each what concerns
 * them alone.
 */
export function historyList(viewer: Viewer): List {
  const parameters = new SqlParameters();
  const trust = parameters.add(viewer.trustId);
  const seesAll = offersFor(viewer, parameters);
  const me = `${parameters.add(viewer.personId)}::uuid`;
  const affected = (table: string) => `EXISTS (
    SELECT 1 FROM ${table} AS mine WHERE mine.trust_id = entry.trust_id
       AND mine.opportunity_id = entry.opportunity_id AND mine.person_id = ${me})`;
  return {
    name: 'Opportunity.history',
    select: `entry.id, entry.kind, entry.made_at AS "madeAt", entry.state,
      coalesce((SELECT json_agg(json_build_object('field', key, 'was', entry.was ->> key) ORDER BY key)
                  FROM jsonb_object_keys(entry.was) AS key
                 WHERE ${seesAll} OR key NOT LIKE 'acting%'), '[]') AS changes,
      CASE WHEN ${seesAll} THEN entry.made_by_id END AS "madeById", entry.person_id AS "personId"`,
    from: 'opportunity_entry AS entry JOIN opportunity AS o ON o.trust_id = entry.trust_id AND o.id = entry.opportunity_id',
    where: [
      `entry.trust_id = ${trust}`,
      `(${seesAll} OR entry.person_id = ${me} OR entry.is_public AND entry.person_id IS NULL
        AND (${affected('opportunity_eligible')} OR ${affected('application')}))`,
    ],
    parameters,
    sort: latest,
  };
}

/** Overrides of opportunities that the viewer may offer for, the latest first. */
export function overrideList(viewer: Viewer, { kinds, since }: OverrideListArgs): List {
  const parameters = new SqlParameters();
  const trust = parameters.add(viewer.trustId);
  const where = [`o.trust_id = ${trust}`, offersFor(viewer, parameters)];
  if (kinds) where.push(`used.kind = ANY (${parameters.add(kinds)}::text[])`);
  if (since) where.push(`used.used_on >= ${parameters.add(since)}::date`);
  return {
    name: 'overridesUsed',
    select: `used.id, used.kind, used.used_on AS "usedOn", used.reason, used.ends_on AS "endsOn",
      o.id AS "opportunityId", used.person_id AS "personId", used.made_by_id AS "madeById",
      used.approved_by_id AS "approvedById"`,
    from: `opportunity AS o JOIN (${overridesSql(trust)}) AS used ON used.opportunity_id = o.id`,
    where,
    parameters,
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'used.used_on', type: 'date' },
        { sql: 'used.id', type: 'uuid' },
      ],
      descending: true,
    },
    filter: { kinds, since },
  };
}

const overridesSql = (trust: string) => `
  SELECT md5(concat(opportunity_id, version, person_id))::uuid AS id, opportunity_id,
         'TOLD_OTHERWISE' AS kind, alternative_on AS used_on, alternative_means AS reason,
         NULL::date AS ends_on, person_id, alternative_by_id AS made_by_id,
         NULL::uuid AS approved_by_id
    FROM opportunity_notice WHERE trust_id = ${trust} AND alternative_on IS NOT NULL
  UNION ALL
  SELECT id, id, 'ACTING', (published_at AT TIME ZONE 'Europe/London')::date, acting_reason,
         acting_ends_on, NULL, created_by_id, acting_approved_by_id
    FROM opportunity WHERE trust_id = ${trust} AND acting_reason IS NOT NULL AND published_at IS NOT NULL
  UNION ALL
  SELECT id, opportunity_id, 'REDEPLOYMENT', (recorded_at AT TIME ZONE 'Europe/London')::date,
         reason, post_ends_on, person_id, recorded_by_id, approved_by_id
    FROM redeployment WHERE trust_id = ${trust}`;

/** Whether the viewer may offer the opportunity `o`, as SQL. */
function offersFor(viewer: Viewer, parameters: SqlParameters): string {
  if (!viewer.scopes.has('opportunity:publish')) return 'false';
  if (viewer.allPlaces) return 'true';
  return `coalesce(o.host_school_id = ANY (${parameters.add(viewer.placeIds)}::uuid[]), false)`;
}
