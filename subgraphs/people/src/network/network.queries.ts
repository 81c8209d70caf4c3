import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { subjects } from '../assignment/staff-role.codes.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { searchWords } from '../fold.ts';
import type { OfficialCode } from '../official-code.ts';
import { reachOf } from '../person/person.reach.ts';
import type { Network, NetworkFilter, NetworkMembership } from './network.types.ts';

/** A network as SQL gives it, with the census subject code. */
export interface NetworkRow extends Omit<Network, 'subject'> {
  readonly subjectCode: string | null;
}

export interface NetworkMembershipNode extends NetworkMembership {
  readonly personId: string;
}

export const networkColumns =
  'network.id, network.name, network.purpose, network.subject_code AS "subjectCode", network.joining, network.version';

export function networkOf(row: NetworkRow): Network {
  return { ...row, subject: subjectOf(row) };
}

export function subjectOf({ subjectCode }: NetworkRow): OfficialCode | null {
  return subjectCode === null ? null : subjects.get(subjectCode);
}

/** That a membership holds on a day. */
export function isMemberOn(day: string): string {
  return `network_membership.joined_on <= ${day}::date
    AND (network_membership.left_on IS NULL OR network_membership.left_on > ${day}::date)`;
}

/**
 * That whoever has a term leads by it on a day: they belong to the network and have a post still. On
 * the tables `network_term` and `network_membership`.
 */
export function leadsOn(day: string): string {
  return `${holdsOn('network_term', day)} AND ${isMemberOn(day)}
    AND EXISTS (SELECT FROM assignment WHERE assignment.trust_id = network_membership.trust_id
      AND assignment.person_id = network_membership.person_id AND ${holdsOn('assignment', day)})`;
}

function isLedOn(day: string): string {
  return `EXISTS (SELECT FROM network_term JOIN network_membership
      ON network_membership.trust_id = network_term.trust_id
     AND network_membership.id = network_term.membership_id
   WHERE network_term.trust_id = network.trust_id AND network_term.network_id = network.id
     AND network_term.role = 'LEAD' AND ${leadsOn(day)})`;
}

/** The networks of the viewer's trust that the filter lets through. */
export function networkList(viewer: Viewer, filter: NetworkFilter | null | undefined): List {
  const parameters = new SqlParameters();
  const where = [`network.trust_id = ${parameters.add(viewer.trustId)}`];
  const { subjectCode, text, joining, needsLead } = filter ?? {};
  if (subjectCode != null) where.push(`network.subject_code = ${parameters.add(subjectCode)}`);
  for (const word of searchWords(text ?? '')) {
    where.push(`network.search_text LIKE ${parameters.addContaining(word)}`);
  }
  if (joining != null) where.push(`network.joining = ${parameters.add(joining)}`);
  if (needsLead != null) {
    const led = isLedOn(parameters.add(londonDay()));
    where.push(needsLead ? `NOT ${led}` : led);
  }
  return {
    name: 'networks',
    select: networkColumns,
    from: 'network',
    where,
    parameters,
    sort: {
      name: 'NAME',
      keys: [
        { sql: 'network.sort_name', type: 'text' },
        { sql: 'network.id', type: 'uuid' },
      ],
    },
    filter,
  };
}

/** Memberships that hold today, of people within the viewer's reach, by name. */
export function memberList(viewer: Viewer): List {
  const parameters = new SqlParameters();
  return {
    name: 'Network.members',
    select: `network_membership.id, network_membership.person_id AS "personId",
      network_membership.joined_on AS "joinedOn"`,
    from: `network_membership JOIN person ON person.trust_id = network_membership.trust_id
      AND person.id = network_membership.person_id`,
    where: [
      `network_membership.trust_id = ${parameters.add(viewer.trustId)}`,
      isMemberOn(parameters.add(londonDay())),
      reachOf(viewer, parameters).withinReach,
    ],
    parameters,
    sort: {
      name: 'FAMILY_NAME',
      keys: [
        { sql: 'person.sort_name', type: 'text' },
        { sql: 'network_membership.id', type: 'uuid' },
      ],
    },
  };
}
