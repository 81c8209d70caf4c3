import { newId, noId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { TestPeople, TestTrust } from '../testing.ts';

export interface Question {
  readonly id: string;
  readonly state: string;
  readonly externalId: string | null;
  readonly source: string | null;
  readonly familyName: string;
  readonly roles: readonly { readonly code: string }[];
  readonly schools: readonly { readonly id: string }[];
  readonly candidates: readonly {
    readonly person: { readonly id: string } | null;
    readonly reasons: readonly string[];
    readonly why: string;
  }[];
}

export interface Decided {
  readonly kind: string;
  readonly id?: string;
  readonly state?: string;
  readonly code?: string;
  readonly matchId?: string | null;
  readonly person?: { readonly id: string } | null;
}

/** Somebody of the people team who decides who is who. */
export class TestReviewer {
  readonly viewer: Viewer;

  constructor(
    private readonly people: TestPeople,
    { central }: TestTrust,
  ) {
    this.viewer = { ...central, scopes: new Set([...central.scopes, 'staff:review']) };
  }

  async questions(state = 'OPEN'): Promise<Question[]> {
    const query = `query ($state: StaffMatchState) { staffMatches(state: $state) { edges { node {
      id state source externalId familyName roles { code } schools { id }
      candidates { person { id } reasons why } } } } }`;
    interface Listed {
      readonly staffMatches: { readonly edges: readonly { readonly node: Question }[] };
    }
    const { staffMatches } = await this.people.data<Listed>(this.viewer, query, { state });
    return staffMatches.edges.map(({ node }) => node);
  }

  confirm(matchId: string, personId: string): Promise<Decided> {
    return this.#decide(
      `mutation ($input: ConfirmMatchInput!) { done: confirmMatch(input: $input) {
         kind: __typename ... on StaffMatch { id state person { id } }
         ... on MatchDecided { state } ... on RecordUnusable { code } } }`,
      { matchId, personId },
    );
  }

  separate(input: Readonly<Record<string, unknown>>): Promise<Decided> {
    return this.#decide(
      `mutation ($input: SeparatePersonInput!) { done: separatePerson(input: $input) {
         kind: __typename ... on Person { id } ... on MatchDecided { state } } }`,
      input,
    );
  }

  mergeTrn(oldTrn: string, newTrn: string): Promise<Decided> {
    return this.#decide(
      `mutation ($input: RecordTrnChangeInput!) { done: recordTrnChange(input: $input) {
         kind: __typename ... on TrnChange { matchId person { id } } } }`,
      { oldTrn, newTrn },
    );
  }

  async #decide(mutation: string, input: object): Promise<Decided> {
    return (await this.people.data<{ done: Decided }>(this.viewer, mutation, { input })).done;
  }
}

/** @returns the id of a record that some source has of the person. */
export async function sourceRecord(
  people: TestPeople,
  { central, id: trustId }: TestTrust,
  personId: string,
): Promise<string> {
  const id = newId();
  await people.db.as(central, () =>
    people.db.rows(
      `INSERT INTO staff_source_record
         (trust_id, id, source, instance_id, external_id, person_id, status, as_of)
       VALUES ($1, $2, 'arbor', $3, $5, $4, 'ACTIVE', now())`,
      [trustId, id, noId, personId, id],
    ),
  );
  return id;
}
