import { afterAll, beforeAll, expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Printer } from '@trellis/pdf-printer/printer';
import type { Environment } from '@trellis/subgraph-kit/config';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { type TestSubgraph, testSubgraph } from '@trellis/subgraph-kit/testing/test-subgraph';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type ApiClientRecord, ApiClientService } from './access/api-client.service.ts';
import { KeySeal } from '@trellis/webhooks/sealed-key';
import { AccessService } from './access/access.service.ts';
import { peopleDatabase } from './database-shape.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { RegisteredSchool } from './gias/gias-register.ts';
import { giasImporter, GiasService } from './gias/gias.service.ts';
import { ManagerService } from './manager/manager.service.ts';
import { NetworkService, type NetworksReport } from './network/network.service.ts';
import { StaffService } from './staff/staff.service.ts';
import type { StaffRecord } from './staff/staff.types.ts';
import { peopleSubgraph } from './subgraph.ts';

const dayInMilliseconds = 86_400_000;

/** The day that is so many days after today in England. */
export function day(offset: number): string {
  return londonDay(new Date(Date.now() + offset * dayInMilliseconds));
}

export interface TestTrust {
  readonly id: string;
  readonly uid: string;
  /** The people team. */
  readonly central: Viewer;
  readonly schools: readonly { readonly id: string; readonly urn: string }[];
}

/** A post in short: what a test does not mention is unremarkable. */
export interface Post {
  /** Which school of the trust, from 0. */
  readonly school?: number;
  readonly roles?: readonly string[];
  readonly subjects?: readonly string[];
  readonly fte?: number;
  readonly startsOn?: string;
  readonly endsOn?: string | null;
  readonly isPrimary?: boolean;
}

export interface Hire {
  readonly id?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly preferredName?: string | null;
  readonly workEmail?: string | null;
  readonly trn?: string | null;
  readonly contract?: {
    readonly id?: string;
    readonly type?: string;
    readonly startsOn?: string;
    readonly endsOn?: string | null;
  };
  readonly posts?: readonly Post[];
}

let trustsMade = 0;

/** The whole subgraph over HTTP, and its services, for one test file. */
export class TestPeople {
  /** Of the keys of webhooks, which a test's own worker opens. */
  readonly seal = new KeySeal(randomBytes(32));
  readonly served: TestSubgraph;
  #db: Database | undefined;

  constructor(environment: Environment, printer?: Printer) {
    const webhooks = { seal: this.seal, rules: { allowLoopback: true } };
    const around = { keyEnvironment: 'dev', webhooks, printer } as const;
    this.served = testSubgraph(peopleSubgraph(around), environment);
    const sources: { destroy: () => Promise<void> }[] = [];
    beforeAll(async () => {
      const source = createDataSource(peopleDatabase, this.served.database.appUrl, 4);
      sources.push(await source.initialize());
      this.#db = new Database(source);
    });
    afterAll(() => Promise.all(sources.map((source) => source.destroy())));
  }

  /** The database as the app role, for the services by which tests write. */
  get db(): Database {
    if (!this.#db) throw new Error('the database is there from the first test on, not earlier');
    return this.#db;
  }

  /** @returns the data of an operation that has no errors. */
  async data<Data>(
    viewer: Viewer,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Data> {
    const { data, errors } = await this.served.ask<Data>(viewer, query, variables);
    expect(errors).toBeUndefined();
    return data;
  }

  /** @returns codes of the operation's errors. */
  async codes(
    viewer: Viewer,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown[]> {
    const { errors = [] } = await this.served.ask(viewer, query, variables);
    return errors.map(({ extensions }) => extensions['code']);
  }

  /** A trust of its own with schools of these names. */
  async trust(...names: readonly string[]): Promise<TestTrust> {
    trustsMade += 1;
    const [id, uid] = [newId(), String(10_000 + trustsMade)];
    const schools = (names.length > 0 ? names : ['Alder Primary School']).map((name, place) => ({
      id: newId(),
      school: aRegisteredSchool({ trustUid: uid, urn: String(100_001 + place), name }),
    }));
    const trust = { uid, name: `Trust ${uid}`, groupId: null, companiesHouseNumber: null };
    const register = {
      trusts: [{ ...trust, ukprn: null }],
      schools: schools.map(({ school }) => school),
      problems: [],
    };
    const viewer = giasImporter();
    await this.db.as(viewer, () =>
      new GiasService(this.db).record(viewer, register, {
        trusts: new Map([[uid, id]]),
        schools: new Map(schools.map((made) => [made.school.urn, made.id])),
      }),
    );
    const ids = schools.map((made) => ({ id: made.id, urn: made.school.urn }));
    return { id, uid, central: centralOf(id), schools: ids };
  }

  /** Somebody with a contract and posts; one post at the trust's first school when none is named. */
  async hire(trust: TestTrust, hire: Hire = {}): Promise<StaffRecord> {
    const record = aStaffRecord(trust, hire);
    const { refused } = await this.record(trust, [record]);
    expect(refused).toEqual([]);
    return record;
  }

  record(trust: TestTrust, records: readonly StaffRecord[]) {
    const { central } = trust;
    return this.db.as(central, () => new StaffService(this.db).record(central, records));
  }

  /** Links each of the reports to the manager, from long ago and for good unless told otherwise. */
  manage(
    trust: TestTrust,
    managerId: string,
    reportIds: readonly string[],
    { startsOn = day(-900), endsOn = null }: { startsOn?: string; endsOn?: string | null } = {},
  ) {
    const links = reportIds.map((personId) => ({
      ...{ id: newId(), personId, managerId, startsOn, endsOn },
    }));
    const { central } = trust;
    return this.db.as(central, () => new ManagerService(this.db).record(central, links));
  }

  /** A network that its first member leads. */
  async network(
    trust: TestTrust,
    memberIds: readonly string[],
    {
      name = 'Early reading',
      purpose = 'To read well.',
      subjectCode = null,
      leftOn = null,
      leadId = memberIds[0],
    }: NetworkTold,
  ): Promise<NetworksReport & { readonly id: string }> {
    const { central } = trust;
    const id = newId();
    const members = memberIds.map((personId) => ({
      ...{ id: newId(), personId, joinedOn: day(-100) },
      leftOn: personId === leadId ? null : leftOn,
    }));
    const network = {
      id,
      name,
      purpose,
      subjectCode,
      leadId: leadId ?? '',
      members,
    };
    const report = await this.db.as(central, () =>
      new NetworkService(this.db).record(central, [network]),
    );
    return { ...report, id };
  }

  /** Does `work` with the services of access, as the trust. */
  access<T>({ central }: TestTrust, work: (access: AccessService) => Promise<T>): Promise<T> {
    return this.db.as(central, () => work(new AccessService(this.db)));
  }

  /** Lets a system in by a key that is known already. */
  addApiClient({ central }: TestTrust, client: ApiClientRecord): Promise<void> {
    const clients = new ApiClientService(this.db, new Idempotency(this.db), 'dev');
    return this.db.as(central, () => clients.add(central, client));
  }
}

interface NetworkTold {
  readonly name?: string;
  readonly purpose?: string;
  readonly subjectCode?: string | null;
  /** When those left who do not lead. */
  readonly leftOn?: string | null;
  readonly leadId?: string;
}

/** The subgraph for one test file, with settings beside those that every test has. */
export function testPeople(environment: Environment = {}, printer?: Printer): TestPeople {
  return new TestPeople(environment, printer);
}

function centralOf(trustId: string): Viewer {
  const scopes = ['staff:read', 'trust:read', 'headcount:read'];
  return aViewer({ trustId, allPlaces: true, scopes });
}

/** A member of staff without any role. */
export function staffViewer({ id: trustId }: TestTrust, personId: string): Viewer {
  return aViewer({ trustId, personId, scopes: ['staff:read'] });
}

/** A head of the trust's schools with these numbers. */
export function headViewer(trust: TestTrust, personId: string, ...schools: number[]): Viewer {
  const placeIds = schools.map((place) => trust.schools[place]?.id ?? '');
  const scopes = ['staff:read', 'headcount:read'];
  return aViewer({ trustId: trust.id, personId, placeIds, scopes });
}

let familiesMade = 0;

/** A record of somebody with a contract and posts. */
export function aStaffRecord(trust: TestTrust, hire: Hire = {}): StaffRecord {
  familiesMade += 1;
  const { posts = [{}], contract = {}, ...told } = hire;
  const { type = 'PRM', startsOn = day(-1000), endsOn = null } = contract;
  return {
    id: newId(),
    givenName: 'Ada',
    familyName: `Family ${String(familiesMade).padStart(4, '0')}`,
    preferredName: null,
    workEmail: null,
    trn: null,
    ...told,
    contracts: [
      {
        ...{ id: contract.id ?? newId(), type, payrollNumber: null, startsOn, endsOn },
        assignments: posts.map((post) => ({
          id: newId(),
          schoolId: trust.schools[post.school ?? 0]?.id ?? '',
          roleCodes: post.roles ?? ['TCHR'],
          subjectCodes: post.subjects ?? [],
          fte: post.fte ?? 1,
          startsOn: post.startsOn ?? startsOn,
          endsOn: post.endsOn === undefined ? endsOn : post.endsOn,
          isPrimary: post.isPrimary ?? true,
        })),
      },
    ],
  };
}

/** A school as the register has it. */
export function aRegisteredSchool(told: Partial<RegisteredSchool> = {}): RegisteredSchool {
  return {
    trustUid: '1',
    urn: '100001',
    name: 'Alder Primary School',
    phaseCode: '2',
    typeCode: '34',
    statusCode: '1',
    localAuthorityCode: '330',
    establishmentNumber: '2001',
    ukprn: null,
    town: 'Birmingham',
    postcode: 'B1 1AA',
    position: null,
    openedOn: '2012-09-01',
    closedOn: null,
    joinedOn: '2018-09-01',
    formerUrn: null,
    ...told,
  };
}
