import { audienceSql } from './audience.queries.ts';
import type { Database } from '@trellis/subgraph-kit/database';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import type { List, Sort } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type OpenAcrossTrustFilter,
  type OpportunityFilter,
  OpportunityOrder,
} from './opportunity-list.types.ts';
import type { Opportunity } from './opportunity.types.ts';

/** An opportunity as read for a viewer on a day. */
export interface OpportunityRow extends Opportunity {
  readonly hostSchoolId: string | null;
  readonly networkId: string | null;
  /** The newest version that everybody is told of; 0 before it is published. */
  readonly toldVersion: number;
}

/** As the indexes have it: see the migration for why not coalesce(). */
const dayOrLast = (day: string) =>
  `(CASE WHEN ${day} IS NULL THEN 'infinity'::date ELSE ${day} END)`;

const sorts: Readonly<Record<OpportunityOrder, Sort>> = {
  LATEST_OPENING: {
    name: OpportunityOrder.LATEST_OPENING,
    keys: [
      { sql: dayOrLast('o.opens_on'), type: 'date' },
      { sql: 'o.id', type: 'uuid' },
    ],
    descending: true,
  },
  EARLIEST_CLOSING: {
    name: OpportunityOrder.EARLIEST_CLOSING,
    keys: [
      { sql: dayOrLast('o.closes_on'), type: 'date' },
      { sql: 'o.id', type: 'uuid' },
    ],
  },
};

/**
 * The opportunities that the viewer may see.
 *
 * @param name what cursors are bound to, such as `School.opportunities`.
 * @param today in England: with it a published opportunity closes by itself.
 */
export function opportunityList(
  viewer: Viewer,
  today: string,
  name: string,
  filter: OpportunityFilter | null = null,
  orderBy = OpportunityOrder.LATEST_OPENING,
): List {
  const parameters = new SqlParameters();
  return {
    name,
    select: columns,
    from: opportunityOn(today, parameters),
    where: [...visible(viewer, parameters), ...matching(filter ?? {}, parameters)],
    parameters,
    sort: sorts[orderBy],
    filter,
  };
}

/** What of the trust takes applications today, the earliest closing first. */
export function openList(viewer: Viewer, today: string, filter: OpenAcrossTrustFilter): List {
  const { kinds = null, hostSchoolId = null, subjectCode, staffGroup, closesBefore } = filter;
  const open = { isOpen: true, kinds, hostSchoolId };
  const order = OpportunityOrder.EARLIEST_CLOSING;
  const list = opportunityList(viewer, today, 'openAcrossTrust', open, order);
  const parameters = new SqlParameters(list.parameters.values);
  const where = [...list.where];
  if (subjectCode) {
    const named = `o.audience -> 'subjectCodes' ? ${parameters.add(subjectCode)}`;
    where.push(`(o.audience -> 'subjectCodes' = '[]' OR ${named})`);
  }
  if (staffGroup) where.push(isForGroupSql(parameters.add(staffGroup)));
  if (closesBefore) where.push(`o.closes_on < ${parameters.add(closesBefore)}::date`);
  return { ...list, parameters, where, filter };
}

const isForGroupSql = (group: string) => `
  (o.audience -> 'staffGroups' ? ${group}
   OR o.audience -> 'roleCodes' = '[]' AND o.audience -> 'staffGroups' = '[]'
   OR EXISTS (SELECT 1 FROM roster_assignment AS post
               WHERE post.trust_id = o.trust_id AND ${group} = ANY (post.staff_groups)
                 AND o.audience -> 'roleCodes' ?| post.role_codes
                 AND post.starts_on <= london.today
                 AND (post.ends_on IS NULL OR post.ends_on > london.today)))`;

/** How many opportunities took applications since a day, by the staff group (code) that they are for. */
export async function openedForGroups(
  db: Database,
  viewer: Viewer,
  { today, since }: { readonly today: string; readonly since: string },
  groups: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const parameters = new SqlParameters();
  const from = opportunityOn(today, parameters);
  const where = [
    ...visible(viewer, parameters),
    'o.published_at IS NOT NULL AND o.opens_on <= london.today',
    `o.closes_on >= ${parameters.add(since)}::date`,
    isForGroupSql('asked.code'),
  ];
  const rows = await db.rows<{ code: string; opened: number }>(
    `SELECT asked.code, (SELECT count(*) FROM ${from} WHERE ${where.join(' AND ')})::integer AS opened
       FROM unnest(${parameters.add(groups)}::text[]) AS asked (code)`,
    parameters.values,
  );
  return new Map(rows.map(({ code, opened }) => [code, opened]));
}

/**
 * Those of the ids that the viewer may see.
 *
 * @param lock for a change: what is read then stays so until the operation ends.
 */
export async function opportunitiesById(
  db: Database,
  viewer: Viewer,
  today: string,
  ids: readonly string[],
  lock: '' | 'FOR SHARE' | 'FOR UPDATE' = '',
): Promise<OpportunityRow[]> {
  const parameters = new SqlParameters();
  const from = opportunityOn(today, parameters);
  const where = [...visible(viewer, parameters), `o.id = ANY (${parameters.add(ids)}::uuid[])`];
  return db.rows<OpportunityRow>(
    `SELECT ${columns} FROM ${from} WHERE ${where.join(' AND ')} ${lock && `${lock} OF o`}`,
    parameters.values,
  );
}

/** Keeps the opportunity `$2` as it stands as its version `told_version`. */
export const keepVersionSql = `
  INSERT INTO opportunity_version (trust_id, opportunity_id, number, made_at, made_by_id, changes,
                                   title, summary, host_school_id, audience, terms, closes_on)
  SELECT trust_id, id, told_version, $3, $4, $5, title, summary, host_school_id, audience, terms,
         closes_on
    FROM opportunity WHERE trust_id = $1 AND id = $2`;

/** The table `o`, beside the day `london.today`, which is what state and openness depend on. */
const opportunityOn = (today: string, parameters: SqlParameters) =>
  `opportunity o CROSS JOIN (SELECT ${parameters.add(today)}::date AS today) AS london`;

const takesApplications = "o.state IN ('PUBLISHED', 'REOPENED')";

const state = `
  CASE WHEN ${takesApplications} AND o.closes_on < london.today THEN 'CLOSED' ELSE o.state END`;

/** Whether `o` takes applications on `london.today`. */
export const isOpenSql = `
  coalesce(${takesApplications} AND o.opens_on <= london.today AND o.closes_on >= london.today, false)`;

const columns = `
  o.id, o.kind, o.title, o.summary, ${audienceSql('o.audience')} AS audience, o.terms,
  o.told_version AS "toldVersion",
  CASE WHEN o.acting_reason IS NOT NULL THEN json_build_object('reason', o.acting_reason,
    'approvedById', o.acting_approved_by_id, 'endsOn', o.acting_ends_on) END AS acting, o.opens_on AS "opensOn", o.closes_on AS "closesOn",
  o.version, o.round, o.published_at AS "publishedAt", o.host_school_id AS "hostSchoolId",
  o.network_id AS "networkId", ${state} AS state, ${isOpenSql} AS "isOpen"`;

/** Conditions of `o`: of the viewer's trust, and published, or the viewer's to publish or theirs from the start. */
export function visible(viewer: Viewer, parameters: SqlParameters): string[] {
  const { trustId, scopes, allPlaces, placeIds, personId } = viewer;
  const ours = `o.trust_id = ${parameters.add(trustId)}`;
  if (!scopes.has('opportunity:publish')) return [ours, 'o.published_at IS NOT NULL'];
  if (allPlaces) return [ours];
  return [
    ours,
    `(o.published_at IS NOT NULL OR o.host_school_id = ANY (${parameters.add(placeIds)}::uuid[])
      OR o.created_by_id = ${parameters.add(personId)})`,
  ];
}

function matching(filter: OpportunityFilter, parameters: SqlParameters): string[] {
  const { kinds, states, hostSchoolId, networkId, openOn, text } = filter;
  const where: string[] = [];
  if (kinds) where.push(`o.kind = ANY (${parameters.add(kinds)}::text[])`);
  if (states) where.push(`${state} = ANY (${parameters.add(states)}::text[])`);
  if (hostSchoolId) where.push(`o.host_school_id = ${parameters.add(idOrNone(hostSchoolId))}`);
  if (networkId) where.push(`o.network_id = ${parameters.add(idOrNone(networkId))}`);
  if (filter.isOpen != null) where.push(`${isOpenSql} = ${parameters.add(filter.isOpen)}::boolean`);
  if (openOn) where.push(openOnSql(`${parameters.add(openOn)}::date`));
  if (text) {
    const pattern = parameters.addContaining(text);
    where.push(`(o.title ILIKE ${pattern} OR o.summary ILIKE ${pattern})`);
  }
  return where;
}

/** What is closed or filled today may have been open on a day that is over. */
const openOnSql = (day: string) => `
  o.opens_on <= ${day} AND o.closes_on >= ${day} AND o.published_at IS NOT NULL
  AND (${takesApplications} OR ${day} < london.today AND o.state <> 'WITHDRAWN')`;
