import { newId, noId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { EqualityService } from '../equality/equality.service.ts';
import { BirthDateService } from './birth-date.service.ts';
import { day, type TestPeople, type TestTrust } from '../testing.ts';

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

/** Puts a row into each table of who is who, and of what records tell of the person. */
export async function everythingOfRecords(
  people: TestPeople,
  trust: TestTrust,
  personId: string,
  otherId: string,
): Promise<void> {
  const record = await sourceRecord(people, trust, personId);
  const { id: trustId, central } = trust;
  const insert = (table: string, values: Readonly<Record<string, unknown>>) => {
    const columns = ['trust_id', ...Object.keys(values)];
    const places = columns.map((_, place) => `$${place + 1}`).join(', ');
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`;
    return people.db.rows(sql, [trustId, ...Object.values(values)]);
  };
  const told = { person_id: personId, source_record_id: record, external_id: '1' };
  const names = { given_name: 'Ada', family_name: 'Ek', payroll_numbers: [] };
  const decided = { decided_by_kind: 'PERSON', decided_by: personId };
  await people.db.as(central, async () => {
    await insert('leave_period', { ...told, id: newId(), category_code: 'SIC', starts_on: day(0) });
    await insert('credential', { ...told, id: newId(), kind_code: 'QTS' });
    const answers = { sex: 'F' };
    const equality = new EqualityService(people.db);
    await equality.record(central, newId(), [{ personId, scheme: 'CBDS', answers }]);
    await equality.wait(central, [{ sourceRecordId: record, scheme: 'CBDS', answers }]);
    await new BirthDateService(people.db).record(central, [{ recordId: record, bornOn: day(0) }]);
    await insert('staff_match', { id: newId(), source_record_id: record, state: 'OPEN', ...names });
    const decision = { id: newId(), kind: 'MERGED', grounds: '[]', ...decided };
    await insert('staff_match_decision', decision);
    await insert('staff_apart', { source_record_id: record, person_id: otherId });
    await insert('trn_change', { id: newId(), old_trn: '0000001', new_trn: '0000002' });
    const { id: goneId } = await people.hire(trust);
    await insert('person_redirect', { old_id: goneId, person_id: personId });
    const joined = { kind: 'JOINED', effective_on: day(0), ...decided };
    await insert('school_change', { id: newId(), school_id: trust.schools[0]?.id, ...joined });
  });
}
