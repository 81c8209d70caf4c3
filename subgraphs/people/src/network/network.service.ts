import type { Database } from '@trellis/subgraph-kit/database';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { fold } from '../fold.ts';

/** A network with who belongs to it. Days are ISO text, half-open. */
export interface NetworkRecord {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly subjectCode: string | null;
  readonly leadId: string;
  readonly members: readonly MembershipRecord[];
}

export interface MembershipRecord {
  readonly id: string;
  readonly personId: string;
  readonly joinedOn: string;
  readonly leftOn: string | null;
}

export interface NetworksReport {
  /** Networks and memberships that are new or other than they were. */
  readonly changed: number;
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
}

/** Says which networks there are and who belongs to them. */
export class NetworkService {
  constructor(private readonly db: Database) {}

  /**
   * Makes or updates networks with their members. The same records again change nothing. The lead is
   * one of the members, and nobody belongs to a network twice at once; a network of which that is not
   * so, or which has a member who is not known, is passed over.
   */
  async record(viewer: Viewer, networks: readonly NetworkRecord[]): Promise<NetworksReport> {
    const { trustId } = viewer;
    const known = await this.#knownPeople(trustId, networks);
    const refused = networks.flatMap((network) => {
      const reason = reasonAgainst(network, known);
      return reason === undefined ? [] : [{ id: network.id, reason }];
    });
    const refusedIds = new Set(refused.map(({ id }) => id));
    const sound = networks.filter(({ id }) => !refusedIds.has(id));
    const rows = sound.map((network) => ({
      ...network,
      sortName: fold(network.name),
      searchText: fold(`${network.name} ${network.purpose}`),
    }));
    const leads = sound.flatMap((network) => {
      const { id: membershipId, joinedOn } = leadOf(network) ?? {};
      return [{ id: newId(), networkId: network.id, membershipId, joinedOn }];
    });
    const members = sound.flatMap((network) =>
      network.members.map((member) => ({ ...member, networkId: network.id })),
    );
    const changed = [
      await this.db.rows(writeNetworksSql, [trustId, JSON.stringify(rows)]),
      await this.db.rows(writeMembershipsSql, [trustId, JSON.stringify(members)]),
      await this.db.rows(endOtherLeadsSql, [trustId, JSON.stringify(leads), londonDay()]),
      await this.db.rows(writeLeadsSql, [trustId, JSON.stringify(leads), londonDay()]),
    ];
    return { changed: changed.flat().length, refused };
  }

  async #knownPeople(trustId: string, networks: readonly NetworkRecord[]) {
    const ids = networks.flatMap(({ members }) => members.map(({ personId }) => personId));
    const rows = await this.db.rows<{ id: string }>(
      'SELECT id FROM person WHERE trust_id = $1 AND id = ANY ($2::uuid[])',
      [trustId, ids.filter(isId)],
    );
    return new Set(rows.map(({ id }) => id));
  }
}

function reasonAgainst(network: NetworkRecord, known: ReadonlySet<string>): string | undefined {
  const current = network.members.filter(({ leftOn }) => leftOn === null);
  const people = new Set(current.map(({ personId }) => personId));
  if (!network.members.every(({ personId }) => known.has(personId)))
    return 'A member is not known.';
  if (people.size < current.length) return 'Somebody is a member twice at once.';
  if (!leadOf(network)) return 'The lead is not a member.';
  return undefined;
}

function leadOf({ leadId, members }: NetworkRecord): MembershipRecord | undefined {
  return members.find(({ personId, leftOn }) => personId === leadId && leftOn === null);
}

const writeNetworksSql = `
  INSERT INTO network AS kept
    (trust_id, id, name, sort_name, purpose, search_text, subject_code)
  SELECT $1, id, name, "sortName", purpose, "searchText", "subjectCode"
    FROM json_to_recordset($2) AS given (id uuid, name text, "sortName" text, purpose text,
      "searchText" text, "subjectCode" text)
  ON CONFLICT (trust_id, id) DO UPDATE
    SET (name, sort_name, purpose, search_text, subject_code)
      = ROW (excluded.name, excluded.sort_name, excluded.purpose, excluded.search_text,
             excluded.subject_code)
  WHERE (kept.name, kept.purpose, kept.subject_code)
    IS DISTINCT FROM (excluded.name, excluded.purpose, excluded.subject_code)
  RETURNING id`;

const writeMembershipsSql = `
  INSERT INTO network_membership AS kept (trust_id, id, network_id, person_id, joined_on, left_on)
  SELECT $1, id, "networkId", "personId", "joinedOn", "leftOn"
    FROM json_to_recordset($2) AS given (id uuid, "networkId" uuid, "personId" uuid,
      "joinedOn" date, "leftOn" date)
  ON CONFLICT (trust_id, id) DO UPDATE
    SET (joined_on, left_on) = ROW (excluded.joined_on, excluded.left_on)
  WHERE (kept.joined_on, kept.left_on) IS DISTINCT FROM (excluded.joined_on, excluded.left_on)
  RETURNING id`;

const givenLeads = `json_to_recordset($2) AS given (id uuid, "networkId" uuid, "membershipId" uuid,
  "joinedOn" date)`;

/** Whoever else leads today (`$3`) does so no longer. */
const endOtherLeadsSql = `
  UPDATE network_term AS kept SET ends_on = $3 FROM ${givenLeads}
   WHERE kept.trust_id = $1 AND kept.network_id = given."networkId" AND kept.role = 'LEAD'
     AND kept.membership_id <> given."membershipId" AND kept.starts_on < $3
     AND (kept.ends_on IS NULL OR kept.ends_on > $3)
  RETURNING kept.id`;

/** Without an end, because such records have none. */
const writeLeadsSql = `
  INSERT INTO network_term (trust_id, id, network_id, membership_id, role, starts_on)
  SELECT $1, id, "networkId", "membershipId", 'LEAD',
         CASE WHEN EXISTS (SELECT FROM network_term AS earlier WHERE earlier.trust_id = $1
                AND earlier.network_id = given."networkId" AND earlier.role = 'LEAD')
              THEN $3::date ELSE "joinedOn" END
    FROM ${givenLeads}
   WHERE NOT EXISTS (SELECT FROM network_term AS kept
     WHERE kept.trust_id = $1 AND kept.network_id = given."networkId" AND kept.role = 'LEAD'
       AND (kept.ends_on IS NULL OR kept.ends_on > $3))
  RETURNING id`;
