import { expect } from '@jest/globals';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { day, type TestPeople, type TestTrust } from '../testing.ts';

/** What a client sends, as JSON. */
export type Sent = Readonly<Record<string, unknown>>;

export interface Counts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly needsReview: number;
  readonly ended: number;
  readonly missing: number;
  readonly restored: number;
}

export interface SaidRow {
  readonly row: number;
  readonly externalId: string;
  readonly outcome: string;
  readonly changedFields: readonly string[];
  readonly code: string | null;
  readonly field: string | null;
  readonly person: { readonly id: string } | null;
}

export interface Chunk {
  readonly kind: string;
  readonly state?: string;
  readonly counts: Counts;
  readonly rows: readonly SaidRow[];
}

export interface Finished {
  readonly kind: string;
  readonly id: string;
  readonly state: string;
  readonly counts: Counts;
  readonly missing: number;
  readonly missingChunks: readonly number[];
  readonly shareMissing: number;
  readonly limit: number;
  readonly wouldEnd: readonly { readonly id: string; readonly name: string }[];
}

export interface Started {
  readonly kind: string;
  readonly id: string;
  readonly state: string;
  readonly sync: { readonly id: string };
}

const counts = 'counts { created updated unchanged rejected needsReview ended missing restored }';
const rowFields = 'row externalId outcome changedFields code field person { id }';

/** The integration of a trust’s or a school’s system, as a client of the API. */
export class TestSource {
  readonly #people: TestPeople;
  readonly viewer: Viewer;
  readonly #place: Sent;
  #chunk = 0;
  #minute = 0;

  /** @param place school of the trust whose system it is, from 0; the whole trust's if not given. */
  constructor(
    people: TestPeople,
    readonly trust: TestTrust,
    readonly source = 'arbor',
    place?: number,
    viewer = integration(trust),
  ) {
    this.#people = people;
    this.viewer = viewer;
    this.#place = place === undefined ? {} : { schoolId: trust.schools[place]?.id };
  }

  /** An instant later than all that it was asked for before. */
  tick(): string {
    this.#minute += 1;
    return new Date(Date.UTC(2026, 9, 1, 8, this.#minute)).toISOString();
  }

  async start(told: Sent = {}): Promise<Started> {
    const input = {
      ...{ source: this.source, ...this.#place, mode: 'DELTA', asOf: this.tick() },
      ...told,
    };
    this.#chunk = 0;
    const { made } = await this.#people.data<{ made: Started }>(
      this.viewer,
      `mutation ($input: StartStaffSyncInput!) { made: startStaffSync(input: $input) {
         kind: __typename ... on StaffSync { id state }
         ... on StaffSyncUnderWay { sync { id } } } }`,
      { input },
    );
    return made;
  }

  /** @param chunk the next number if not given. */
  async push(syncId: string, records: readonly Sent[], chunk?: number): Promise<Chunk> {
    this.#chunk = chunk ?? this.#chunk + 1;
    const input = { syncId, chunk: this.#chunk, records };
    const { taken } = await this.#people.data<{ taken: Chunk }>(this.viewer, pushMutation, {
      input,
    });
    return taken;
  }

  async finish(syncId: string, chunks = this.#chunk, told: Sent = {}): Promise<Finished> {
    const input = { syncId, chunks, ...told };
    const { done } = await this.#people.data<{ done: Finished }>(
      this.viewer,
      `mutation ($input: FinishStaffSyncInput!) { done: finishStaffSync(input: $input) {
         kind: __typename
         ... on StaffSync { id state ${counts} }
         ... on StaffSyncNotOpen { state }
         ... on ChunksMissing { missingChunks }
         ... on TooManyMissing { missing shareMissing limit wouldEnd { id name } } } }`,
      { input },
    );
    return done;
  }

  async change(mutation: 'cancelStaffSync' | 'undoStaffSync', syncId: string): Promise<Finished> {
    const notOpen = mutation === 'cancelStaffSync' ? '... on StaffSyncNotOpen { state }' : '';
    const { done } = await this.#people.data<{ done: Finished }>(
      this.viewer,
      `mutation ($input: StaffSyncInput!) { done: ${mutation}(input: $input) {
         kind: __typename ... on StaffSync { id state ${counts} } ${notOpen} } }`,
      { input: { syncId } },
    );
    return done;
  }

  /** A whole sync in one chunk. */
  async send(records: readonly Sent[], told: Sent = {}): Promise<Chunk & { finished: Finished }> {
    const { id, kind } = await this.start(told);
    expect(kind).toBe('StaffSync');
    const chunk = await this.push(id, records);
    return { ...chunk, finished: await this.finish(id) };
  }

  /** @returns what became of each record that has something to say, by external id. */
  async outcomes(records: readonly Sent[], told: Sent = {}): Promise<Record<string, string>> {
    const { rows } = await this.send(records, told);
    return Object.fromEntries(rows.map(({ externalId, outcome }) => [externalId, outcome]));
  }
}

export const pushMutation = `mutation ($input: PushStaffRecordsInput!) {
  taken: pushStaffRecords(input: $input) {
    kind: __typename
    ... on StaffChunk { ${counts} rows { ${rowFields} } }
    ... on StaffSyncNotOpen { state } } }`;

/** A key that may write staff everywhere, or at schools of the trust with these numbers alone. */
export function integration({ id: trustId, schools }: TestTrust, ...places: number[]): Viewer {
  const placeIds = places.map((place) => schools[place]?.id ?? '');
  const scopes = ['staff:read', 'staff:write', 'trust:read', 'headcount:read'];
  return aViewer({ trustId, personId: null, allPlaces: places.length === 0, placeIds, scopes });
}

/** A teacher with one contract and one post: what a test does not mention is unremarkable. */
export function told(externalId: string, fields: Sent = {}, contract: Sent = {}, post: Sent = {}) {
  const assignment = { externalId: '1', roleCodes: ['TCHR'], fte: 1, ...post };
  return {
    externalId,
    ...{ givenName: 'Ada', familyName: `Name ${externalId}` },
    contracts: [
      {
        externalId: '1',
        type: 'PRM',
        firstDay: '2020-09-01',
        assignments: [assignment],
        ...contract,
      },
    ],
    ...fields,
  };
}

export interface Employment {
  readonly name: string;
  readonly contracts: readonly {
    readonly startsOn: string;
    readonly endsOn: string | null;
    readonly assignments: readonly {
      readonly fte: number;
      readonly startsOn: string;
      readonly endsOn: string | null;
      readonly school: { readonly id: string };
    }[];
  }[];
}

/** Employment of somebody as the people team sees it. */
export async function employment(
  people: TestPeople,
  { central }: TestTrust,
  id: string,
): Promise<Employment> {
  const { person } = await people.data<{ person: Employment }>(
    central,
    `query ($id: ID!) { person(id: $id) { name contracts { startsOn endsOn
       assignments { fte startsOn endsOn school { id } } } } }`,
    { id },
  );
  return person;
}

/** The last day that is so many days after today. */
export const lastDay = day;
