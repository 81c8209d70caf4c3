import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { TrustRecords } from '@trellis/demonstration/records';
import type { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { ApiClientService } from './access/api-client.service.ts';
import { AccessService, type ProviderRecord } from './access/access.service.ts';
import { StaffEventService } from './event/staff-event.service.ts';
import { DemonstrationConversations } from './demonstration-conversations.ts';
import { DemonstrationNetworks } from './demonstration-networks.ts';
import { ExpertiseRecordService } from './expertise/expertise-record.service.ts';
import { readRegister } from './gias/gias-register.ts';
import { giasImporter, GiasService } from './gias/gias.service.ts';
import { ManagerService } from './manager/manager.service.ts';
import { NetworkService } from './network/network.service.ts';
import { StaffService } from './staff/staff.service.ts';

/** How a demonstration trust can be entered. */
export interface Entrance {
  readonly provider: ProviderRecord | null;
  /** Id and whole key of an API client for some of the schools. */
  readonly mis: { readonly id: string; readonly key: string } | null;
}

const peopleABatch = 1_000;
const misScopes = [
  ...['staff:read', 'staff:write', 'schema:read', 'webhook:manage', 'changes:read'],
  'opportunity:read',
];
/** How many of its schools the management information system speaks for. */
const misSchools = 3;
const dayInMilliseconds = 86_400_000;

/** Writes demonstration data through the services that imports and integrations use. */
export class DemonstrationLoad {
  constructor(private readonly db: Database) {}

  /**
   * Loads one trust, unless it is there; how it can be entered is always brought up to date.
   *
   * @param advance told how many more people are there.
   * @throws Error when the services refuse a record: then the generator is wrong.
   */
  async load(
    records: TrustRecords,
    entrance: Entrance,
    advance: (people: number) => void,
  ): Promise<void> {
    const viewer = loaderOf(records.trust.id);
    if (await this.#isLoaded(viewer)) advance(records.people.length);
    else {
      await this.#loadSchools(records);
      await this.db.as(viewer, () => this.#loadStaff(viewer, records, advance));
      await new DemonstrationConversations(this.db).loadContents(viewer, records);
      await new DemonstrationNetworks(this.db).load(viewer, records.networkWords);
    }
    await this.db.as(viewer, () => this.#open(viewer, records, entrance));
  }

  async #isLoaded(viewer: Viewer): Promise<boolean> {
    const sql = 'SELECT 1 FROM person WHERE trust_id = $1 LIMIT 1';
    return (await this.db.as(viewer, () => this.db.rows(sql, [viewer.trustId]))).length > 0;
  }

  async #loadSchools({ trust, schools, gias }: TrustRecords): Promise<void> {
    const file = (name: string, bytes: Uint8Array) => ({ name, open: () => [bytes] });
    const register = await readRegister({
      establishments: file('establishments', gias.establishments),
      groups: file('groups', gias.groups),
      links: file('links', gias.links),
    });
    const importer = giasImporter();
    const report = await this.db.as(importer, () =>
      new GiasService(this.db).record(importer, register, {
        trusts: new Map([[trust.uid, trust.id]]),
        schools: new Map(schools.map(({ urn, id }) => [urn, id])),
      }),
    );
    refuseProblems(report.problems);
  }

  async #loadStaff(
    viewer: Viewer,
    records: TrustRecords,
    advance: (people: number) => void,
  ): Promise<void> {
    const { people, managerLinks, networks, memberships } = records;
    const staff = new StaffService(this.db);
    for (let start = 0; start < people.length; start += peopleABatch) {
      const batch = people.slice(start, start + peopleABatch);
      refuseProblems((await staff.record(viewer, batch)).refused);
      advance(batch.length);
    }
    refuseProblems((await new ManagerService(this.db).record(viewer, managerLinks)).refused);
    const membersOf = Map.groupBy(memberships, ({ networkId }) => networkId);
    const wholeNetworks = networks.map((network) => ({
      ...network,
      members: (membersOf.get(network.id) ?? []).map((member) => ({ ...member, leftOn: null })),
    }));
    refuseProblems((await new NetworkService(this.db).record(viewer, wholeNetworks)).refused);
    await new ExpertiseRecordService(this.db).record(viewer, records.expertise);
    await new AccessService(this.db).grantRoles(viewer, grantsOf(records));
    await new DemonstrationConversations(this.db).load(viewer, records);
    const ids = people.map(({ id }) => id);
    await new StaffEventService(this.db).changed(viewer, ids); // once, with their managers
  }

  async #open(viewer: Viewer, records: TrustRecords, { provider, mis }: Entrance): Promise<void> {
    const access = new AccessService(this.db);
    if (provider) {
      const signIns = records.users.map(({ name, personId }) => ({ subject: name, personId }));
      await access.admitFrom(viewer, provider, signIns);
    }
    if (mis) {
      await new ApiClientService(this.db, new Idempotency(this.db), 'dev').add(viewer, {
        ...{ ...mis, name: 'mis', scopes: misScopes },
        schoolIds: records.schools.slice(0, misSchools).map(({ id }) => id),
        expiresAt: new Date(Date.now() + 365 * dayInMilliseconds),
      });
    }
  }
}

/** Each role from the day on which its holder came. */
function grantsOf({ people, roles }: TrustRecords) {
  const startOf = new Map(
    people.map(({ id, contracts }) => [id, contracts.map(({ startsOn }) => startsOn).sort()[0]]),
  );
  return roles.flatMap((role) => {
    const startsOn = startOf.get(role.personId);
    return startsOn === undefined ? [] : [{ ...role, startsOn, endsOn: null }];
  });
}

const loaderOf = (trustId: string) => jobViewer('demonstration', ['staff:write'], trustId);

function refuseProblems(problems: readonly unknown[]): void {
  if (problems.length === 0) return;
  throw new Error(`The generated data was refused: ${JSON.stringify(problems.slice(0, 3))}`);
}
