import { byKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { staffRole } from '../assignment/staff-role.codes.ts';
import type { NetworkCard } from '../shared-network/shared-network.types.ts';
import type { NetworkContributor } from './network-contributor.types.ts';

interface ContributorRow extends NetworkContributor {
  /** Of a member or a guest. */
  readonly membershipId: string;
  /** Null for people of an allied trust. */
  readonly personId: string | null;
  readonly roleCode: string | null;
  readonly schoolName: string | null;
}

export interface ContributorNode extends NetworkContributor {
  readonly personId: string | null;
  readonly card: NetworkCard | null;
}

/** Stands for somebody of an allied trust who has no card any more. */
export const nobodyKnown: ContributorNode = { name: null, personId: null, card: null };

/** Who wrote what in networks, by membership. */
export function networkContributorLoaders(db: Database, viewer: Viewer) {
  const rows = byKey<ContributorRow>(
    ({ membershipId }) => membershipId,
    (membershipIds) => db.rows(contributorsSql, [viewer.trustId, membershipIds]),
  );
  return {
    contributor: {
      load: async (membershipId: string): Promise<ContributorNode> => {
        const row = await rows.load(membershipId);
        return row ? contributorOf(row) : nobodyKnown;
      },
    },
  };
}

function contributorOf({ name, personId, roleCode, schoolName }: ContributorRow): ContributorNode {
  const card =
    name === null || roleCode === null || schoolName === null
      ? null
      : { name, role: staffRole(roleCode), schoolName };
  return { name, personId, card };
}

/**
 * Colleagues by their own record, whether they still belong or not; people of allied trusts by the cards
 * that row security lets through, one for each.
 */
const contributorsSql = `
  SELECT one.id AS "membershipId", person.id AS "personId",
         coalesce(person.preferred_name, person.given_name) || ' ' || person.family_name AS name,
         NULL AS "roleCode", NULL AS "schoolName"
    FROM (SELECT trust_id, id, person_id FROM network_membership
          UNION ALL SELECT trust_id, id, person_id FROM network_guest) AS one
    JOIN person ON person.trust_id = one.trust_id AND person.id = one.person_id
   WHERE one.trust_id = $1 AND one.id = ANY ($2::uuid[])
  UNION ALL
  (SELECT DISTINCT ON (membership_id) membership_id, NULL, name, role_code, school_name
     FROM network_card WHERE trust_id <> $1 AND membership_id = ANY ($2::uuid[])
    ORDER BY membership_id, assignment_id)`;
