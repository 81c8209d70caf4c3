import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { staffRole, subjects } from '../assignment/staff-role.codes.ts';
import type { NetworkCard, NetworkSharing, SharedNetwork } from './shared-network.types.ts';

export interface SharedNetworkRow extends Omit<SharedNetwork, 'subject'> {
  readonly hostTrustId: string;
  readonly subjectCode: string | null;
}

export interface SharedNetworkNode extends SharedNetwork {
  readonly hostTrustId: string;
}

export interface CardRow extends Omit<NetworkCard, 'role'> {
  readonly roleCode: string;
}

export interface SharingRow extends NetworkSharing {
  readonly networkId: string;
  readonly allianceId: string;
}

/**
 * Networks that allied trusts share with the viewer's. That the alliance stands is what row security
 * sees to; the conditions on the trusts say the rest once more. `$2` is who asks, `$3` today.
 */
export const sharedNetworksSql = (which: string) => `
  SELECT share.network_id AS id, share.trust_id AS "hostTrustId", share.name, share.purpose,
         share.subject_code AS "subjectCode",
         EXISTS (SELECT FROM network_guest AS guest WHERE guest.trust_id = $1
           AND guest.network_id = share.network_id AND guest.host_trust_id = share.trust_id
           AND guest.person_id = $2::uuid AND guest.joined_on <= $3::date
           AND (guest.left_on IS NULL OR guest.left_on > $3::date)) AS "viewerBelongs"
    FROM network_share AS share
   WHERE share.allied_trust_id = $1 AND share.trust_id <> $1 AND share.ended_at IS NULL
     AND ${which}`;

export function sharedNetworkOf({ subjectCode, ...row }: SharedNetworkRow): SharedNetworkNode {
  return { ...row, subject: subjectCode === null ? null : subjects.get(subjectCode) };
}

export function cardOf({ roleCode, ...row }: CardRow): NetworkCard {
  return { ...row, role: staffRole(roleCode) };
}

/**
 * Cards that another trust shows the viewer's in a network: of the host's members, or on one's own
 * network those of guests. Row security lets no other through.
 */
export function cardList(viewer: Viewer): List {
  const parameters = new SqlParameters();
  const today = parameters.add(londonDay());
  return {
    name: 'NetworkCards',
    select: `card.name, card.role_code AS "roleCode", card.school_name AS "schoolName"`,
    from: 'network_card AS card',
    where: [
      `card.trust_id <> ${parameters.add(viewer.trustId)}`,
      `card.shown_from <= ${today}::date`,
      `(card.shown_until IS NULL OR card.shown_until > ${today}::date)`,
    ],
    parameters,
    sort: {
      name: 'NAME',
      keys: [
        { sql: 'card.name COLLATE "C"', type: 'text' },
        { sql: 'card.assignment_id', type: 'uuid' },
        { sql: 'card.membership_id', type: 'uuid' },
      ],
    },
  };
}

export const sharingColumns = `id, network_id AS "networkId", alliance_id AS "allianceId",
  shared_at AS "sharedAt", ended_at AS "endedAt"`;

/** Nothing where it is shared already. */
export const shareSql = `
  INSERT INTO network_share
    (trust_id, id, network_id, name, purpose, subject_code, allied_trust_id, alliance_id)
  SELECT trust_id, $3, id, name, purpose, subject_code, $4, $5
    FROM network WHERE trust_id = $1 AND id = $2
  ON CONFLICT (trust_id, network_id, allied_trust_id) WHERE ended_at IS NULL
    DO UPDATE SET alliance_id = excluded.alliance_id`;

export const standingShareSql = `
  SELECT ${sharingColumns} FROM network_share
   WHERE trust_id = $1 AND network_id = $2 AND alliance_id = $3
   ORDER BY ended_at DESC NULLS FIRST LIMIT 1`;

export const sharingSql = `
  SELECT ${sharingColumns} FROM network_share WHERE trust_id = $1 AND id = $2`;

export const stopSharingSql = `
  UPDATE network_share SET ended_at = now() WHERE trust_id = $1 AND id = $2 AND ended_at IS NULL`;

export const becomeGuestSql = `
  INSERT INTO network_guest (trust_id, id, host_trust_id, network_id, person_id, joined_on)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (trust_id, network_id, person_id) WHERE left_on IS NULL DO NOTHING`;

export const leaveAsGuestSql = `
  UPDATE network_guest SET left_on = greatest($4::date, joined_on)
   WHERE trust_id = $1 AND network_id = $2 AND person_id = $3 AND left_on IS NULL`;
