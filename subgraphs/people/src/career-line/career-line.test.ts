import { describe, expect, it } from '@jest/globals';
import { TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { CredentialService } from '../credential/credential.service.ts';
import { sourceRecord } from '../match/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { keeper, LineSource, TestRecords } from './testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);
const records = new TestRecords(people);

const secondment = {
  ...{ kind: 'SECONDMENT', title: 'Leading early reading', detail: 'Two days a week.' },
  ...{ startsOn: '2025-09-01', endsOn: '2026-07-20' },
};
const job = {
  ...{ kind: 'EARLIER_JOB', title: 'Electrician', organisation: 'Ohm & Sons' },
  ...{ startsOn: '2004-02-29', endsOn: '2011-08-01' },
};

async function begin() {
  const trust = await people.trust('Alder', 'Birch');
  const { id: personId } = await people.hire(trust);
  const source = new LineSource(people, worker, trust);
  return { trust, personId, person: keeper(trust, personId), source };
}

async function begun() {
  const told = await begin();
  const id = newId();
  const line = {
    ...secondment,
    personId: told.personId,
    schoolId: told.trust.schools[1]?.id ?? '',
  };
  await told.source.tell(id, line);
  return { ...told, id, line };
}

async function credentials(trust: TestTrust, personId: string): Promise<void> {
  const told = { externalId: '1', title: null, subjectCode: null, expiresOn: null };
  const credentials = [
    { ...told, kindCode: 'QTS', awardedOn: '2015-07-01' },
    { ...told, kindCode: 'FIRSTAID', subjectCode: 'MAT', externalId: '2', awardedOn: null },
  ];
  const sourceRecordId = await sourceRecord(people, trust, personId);
  const record = { personId, sourceRecordId, credentials };
  await people.db.as(trust.central, () =>
    new CredentialService(people.db).record(trust.central, [record]),
  );
}

describe('a career record', () => {
  it('is one timeline of what every source tells, the latest first', async () => {
    const { trust, personId, person, line } = await begun();
    await credentials(trust, personId);
    await people.network(trust, [personId], { name: 'Maths across schools' });
    const study = new LineSource(people, worker, trust, 'study');
    await study.tell(newId(), {
      ...{ personId, kind: 'STUDY', title: 'NPQ in leading literacy', organisation: 'UCL' },
      ...{ startsOn: '2024-09-01', endsOn: null, outcome: 'Completed' },
    });
    await records.change(person, 'add', job);

    const lines = await records.of(person, personId);
    expect(lines.map(({ source, kind, title, place }) => [source, kind, title, place])).toEqual(
      expect.arrayContaining([
        ['NETWORKS', 'NETWORK_LEAD', 'Lead, Maths across schools', null],
        ['NETWORKS', 'NETWORK', 'Maths across schools', null],
        ['OPPORTUNITIES', 'SECONDMENT', 'Leading early reading', 'Birch'],
        ['STUDY', 'STUDY', 'NPQ in leading literacy', 'UCL'],
        ['STAFF_RECORD', 'ROLE', 'Classroom Teacher', 'Alder'],
        ['STAFF_RECORD', 'CREDENTIAL', 'Qualified teacher status', null],
        ['OWN', 'EARLIER_JOB', 'Electrician', 'Ohm & Sons'],
      ]),
    );
    const days = lines.map(({ startsOn }) => startsOn ?? '');
    expect(days).toEqual([...days].sort().reverse());
    expect(lines).toHaveLength(8);
    expect(lines.find(({ kind }) => kind === line.kind)).toMatchObject({
      ...{ startsOn: '2025-09-01', endsOn: '2026-07-20', detail: 'Two days a week.' },
      ...{ ownWords: null, isHidden: false, sharedWith: [], takenBackOn: null, version: 0 },
    });
  });

  it('is read page by page, and by kind', async () => {
    const { trust, personId, person, source } = await begin();
    for (const year of [2021, 2022, 2023, 2024]) {
      const [startsOn, endsOn] = [`${year}-01-10`, `${year}-01-11`];
      const kind = year < 2024 ? 'VISIT' : 'SOMETHING_NEW';
      await source.tell(newId(), { personId, kind, title: String(year), startsOn, endsOn });
    }
    const query = `query ($after: String, $kinds: [CareerLineKind!]) { viewer {
      careerRecord(first: 2, after: $after, kinds: $kinds) { totalCount
        edges { node { title kind } } pageInfo { hasNextPage endCursor } } } }`;
    interface Read {
      readonly viewer: {
        readonly careerRecord: {
          readonly totalCount: number;
          readonly edges: readonly { readonly node: { title: string; kind: string } }[];
          readonly pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      };
    }
    const page = async (variables: object) =>
      (await people.data<Read>(person, query, { ...variables })).viewer.careerRecord;
    const kinds = ['VISIT'];
    const first = await page({ kinds });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const after = first.pageInfo.endCursor;
    const rest = await page({ kinds, after });
    const titles = [...first.edges, ...rest.edges].map(({ node }) => node.title);
    expect(titles).toEqual(['2023', '2022', '2021']);
    expect((await page({ kinds: ['OTHER'] })).edges).toEqual([
      { node: { title: '2024', kind: 'OTHER' } },
    ]);
    expect(await people.codes(person, query, { kinds: ['STUDY'], after })).toEqual(['BAD_CURSOR']);
    const { id: fellowId } = await people.hire(trust);
    expect(await records.own(keeper(trust, fellowId))).toEqual([]);
  });

  it('costs as many statements for many people and lines as for one', async () => {
    const query = `{ people(first: 100) { edges { node {
      careerRecord(first: 50) { totalCount edges { node { title place ownWords { title } } } } } } } }`;
    const statements: number[] = [];
    for (const count of [1, 12]) {
      const { trust, person, source } = await begin();
      for (let n = 0; n < count; n += 1) {
        const { id: personId } = await people.hire(trust);
        const line = { ...secondment, personId, schoolId: trust.schools[0]?.id ?? '' };
        await source.tell(newId(), line);
      }
      statements.push(await people.served.statementsDuring(() => people.data(person, query)));
    }
    expect(statements[1]).toBe(statements[0]);
    expect(statements[1]).toBeLessThanOrEqual(4);
  });
});

describe('what a person says of a line', () => {
  it('stands beside what its source tells, and stays when that is put right', async () => {
    const { person, source, id, line } = await begun();
    const words = {
      title: 'Early reading lead',
      whatIDid: 'Coached six.',
      whatCameOfIt: 'More read.',
    };
    expect(await records.change(person, 'describe', { id, version: 0, ...words })).toMatchObject({
      ...{ title: 'Leading early reading', ownWords: words, version: 1 },
    });

    await source.tell(id, { ...line, title: 'Leading early reading and writing', endsOn: null });
    expect(await records.own(person)).toMatchObject([
      { title: 'Leading early reading and writing', endsOn: null, ownWords: words },
    ]);
    await records.change(person, 'describe', { id, version: 1 });
    expect(await records.own(person)).toMatchObject([{ ownWords: null, version: 2 }]);
  });

  it('is not lost to somebody who read it before', async () => {
    const { person, id } = await begun();
    await records.change(person, 'describe', { id, version: 0, whatIDid: 'First' });
    for (const version of [0, 2]) {
      const late = { id, version, whatIDid: 'Late' };
      expect(await records.codes(person, 'describe', late)).toEqual(['CONFLICT']);
    }
    const { id: untouched } = (await records.of(person, person.personId ?? '')).find(
      ({ kind }) => kind === 'ROLE',
    ) ?? { id: '' };
    const early = { id: untouched, version: 3, whatIDid: 'Early' };
    expect(await records.codes(person, 'describe', early)).toEqual(['CONFLICT']);
    expect(await records.own(person)).toMatchObject([{ ownWords: { whatIDid: 'First' } }]);
  });

  it('is the first one’s when two say it at once', async () => {
    const { person, id } = await begun();
    const say = (whatIDid: string) => () =>
      records.change(person, 'describe', { id, version: 0, whatIDid }).then(
        () => 'said',
        () => 'refused',
      );
    const answers = await atOnce(people.served.database.name, 'career_line_words', [
      say('One'),
      say('Other'),
    ]);
    expect(answers.sort()).toEqual(['refused', 'said']);
    expect(await records.own(person)).toMatchObject([{ version: 1 }]);
  });

  it('keeps a line in sight that its source took back, and marks it; others are gone', async () => {
    const { personId, person, source, id, line } = await begun();
    const other = newId();
    await source.tell(other, { ...line, title: 'Nothing said of it' });
    await records.change(person, 'describe', { id, version: 0, whatIDid: 'Coached six.' });
    await records.change(person, 'show', { id, sharedWith: ['TRUST'] });
    await source.bring(source.removed(id, personId), source.removed(other, personId));

    expect(await records.own(person)).toMatchObject([
      { id, takenBackOn: day(0), ownWords: { whatIDid: 'Coached six.' } },
    ]);
    await source.tell(id, line);
    expect(await records.own(person)).toMatchObject([{ id, takenBackOn: null, version: 1 }]);
  });
});

describe('a line of somebody else’s', () => {
  it('is nobody’s to describe, hide, show, change or remove, shared or not', async () => {
    const { trust, person, id } = await begun();
    const { id: own } = await records.change(person, 'add', { ...job, sharedWith: ['TRUST'] });
    await records.change(person, 'show', { id, sharedWith: ['TRUST'] });
    const { id: fellowId } = await people.hire(trust);
    const fellow = keeper(trust, fellowId);
    for (const line of [id, own, newId(), 'no id']) {
      const codes = [
        await records.codes(fellow, 'describe', { id: line, version: 0, title: 'x' }),
        await records.codes(fellow, 'hide', { id: line }),
        await records.codes(fellow, 'show', { id: line }),
        await records.codes(fellow, 'change', { ...job, id: line, version: 1 }),
        await records.codes(fellow, 'remove', { id: line }),
      ];
      expect(codes).toEqual(codes.map(() => ['NOT_FOUND']));
    }
    expect(await records.own(person)).toHaveLength(2);
    const scopes = ['staff:read', 'career:keep'];
    const key = aViewer({ trustId: trust.id, personId: null, scopes });
    expect(await records.codes(key, 'hide', { id })).toEqual(['FORBIDDEN']);
  });
});
