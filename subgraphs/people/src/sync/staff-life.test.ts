import { describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { employment, integration, TestSource, told } from './testing.ts';

const people = testPeople();

async function aSource(...schools: string[]): Promise<TestSource> {
  return new TestSource(people, await people.trust(...schools), 'arbor', 0);
}

async function headcount({ central }: TestTrust): Promise<readonly number[]> {
  const query = `{ trust { headcount { people } } schools { edges { node { headcount { people } } } } }`;
  interface Counted {
    readonly people: number;
  }
  const { trust, schools } = await people.data<{
    trust: { headcount: readonly Counted[] };
    schools: { edges: { node: { headcount: readonly Counted[] } }[] };
  }>(central, query);
  const places = [trust.headcount, ...schools.edges.map(({ node }) => node.headcount)];
  return places.map((groups) => groups.reduce((sum, group) => sum + group.people, 0));
}

const ends = async (source: TestSource, id: string) =>
  (await employment(people, source.trust, id)).contracts.map(({ endsOn }) => endsOn);

const idIn = ({ rows }: Awaited<ReturnType<TestSource['send']>>) => rows[0]?.person?.id ?? '';

describe('staff as schools tell of them', () => {
  it('one person, two schools 0.6/0.4', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const alder = new TestSource(people, trust, 'arbor', 0);
    const birch = new TestSource(people, trust, 'sims', 1);
    const one = idIn(await alder.send([told('a', { trn: '1234567' }, {}, { fte: 0.6 })]));
    const other = idIn(await birch.send([told('x', { trn: '1234567' }, {}, { fte: 0.4 })]));

    expect(other).toBe(one);
    const { contracts } = await employment(people, trust, one);
    const shares = contracts.flatMap(({ assignments }) => assignments.map(({ fte }) => fte));
    expect(shares.toSorted()).toEqual([0.4, 0.6]);
    expect(await headcount(trust)).toEqual([1, 1, 1]);
  });

  it('internal move within trust: who is let go here and employed there has not left', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const alder = new TestSource(people, trust, 'arbor', 0);
    const birch = new TestSource(people, trust, 'sims', 1);
    const id = idIn(await alder.send([told('a', { trn: '1234567' })]));
    await birch.send([told('x', { trn: '1234567' })]);
    await alder.send([{ externalId: 'a', status: 'ENDED', leftOn: day(-2) }]);

    expect((await ends(alder, id)).toSorted()).toEqual([day(-1), null]);
    expect(await eventsOf(id)).not.toContain('person.left');
  });

  it('two roles, two staff groups', async () => {
    const source = await aSource();
    const posts = [
      { externalId: '1', roleCodes: ['MIDS'], fte: 0.2 },
      { externalId: '2', roleCodes: ['TASS'], fte: 0.5, isPrimary: true },
    ];
    const id = idIn(await source.send([told('a', {}, { assignments: posts })]));
    const query = `query ($id: ID!) { person(id: $id) { assignments { staffGroup } } }`;

    expect(await people.data(source.trust.central, query, { id })).toEqual({
      person: {
        assignments: [{ staffGroup: 'TEACHING_ASSISTANT' }, { staffGroup: 'AUXILIARY' }],
      },
    });
  });

  it('agency/supply is not counted as employed', async () => {
    const source = await aSource();
    await source.send([told('a', {}, { type: 'SAG' }), told('b')]);

    expect(await headcount(source.trust)).toEqual([1, 1]);
  });

  it('leaver, then rehire in 3 months', async () => {
    const source = await aSource();
    const id = idIn(await source.send([told('a')]));
    await source.send([{ externalId: 'a', status: 'ENDED', leftOn: day(-95) }]);
    const old = told('a', {}, { lastDay: day(-95) });
    const rehired = {
      ...old,
      contracts: [
        ...old.contracts,
        { ...old.contracts[0], externalId: '2', firstDay: day(-3), lastDay: null },
      ],
    };
    const back = await source.send([rehired]);

    expect(back.rows).toMatchObject([{ outcome: 'RESTORED', person: { id } }]);
    expect(await ends(source, id)).toEqual([null, day(-94)]);
  });

  it('leaver date in the future', async () => {
    const source = await aSource();
    const id = idIn(await source.send([told('a')]));
    const gone = { externalId: 'a', status: 'ENDED', leftOn: day(30) };

    expect(await source.outcomes([gone])).toEqual({ a: 'ENDED' });
    expect(await ends(source, id)).toEqual([day(31)]);
    expect(await headcount(source.trust)).toEqual([1, 1]);
    expect(await eventsOf(id)).toContain('person.left');
    // News of another kind does not take the leaving back.
    await source.send([{ externalId: 'a', preferredName: 'Addie' }]);
    expect(await ends(source, id)).toEqual([day(31)]);
  });

  it('fixed-term ends / extended', async () => {
    const source = await aSource();
    const term = (lastDay: string | null) =>
      told('a', {}, { type: 'FXT', expectedLastDay: '31/08/2030', lastDay });
    const id = idIn(await source.send([term(null)]));
    expect(await ends(source, id)).toEqual([null]);
    await source.send([term('2030-08-31')]);
    expect(await ends(source, id)).toEqual(['2030-09-01']);
    await source.send([term('2031-08-31')]);
    expect(await ends(source, id)).toEqual(['2031-09-01']);
  });

  it('MIS sends wrong leaver then restores', async () => {
    const source = await aSource();
    const id = idIn(await source.send([told('a', {}, { lastDay: '2040-08-31' })]));
    const before = await employment(people, source.trust, id);
    await source.send([{ externalId: 'a', status: 'ENDED', leftOn: day(-10) }]);
    await source.send([{ externalId: 'a', status: 'DELETED' }]);
    expect(await employment(people, source.trust, id)).not.toEqual(before);
    const restored = await source.outcomes([{ externalId: 'a', status: 'RESTORED' }]);

    expect(restored).toEqual({ a: 'RESTORED' });
    expect(await employment(people, source.trust, id)).toEqual(before);
    expect(await eventsOf(id)).toContain('person.restored');
  });

  it('a wrong leaver after the days of grace needs their contracts sent', async () => {
    const source = await aSource();
    await source.send([told('a')]);
    await source.send([{ externalId: 'a', status: 'ENDED', leftOn: day(-2) }]);
    await asSuperuser(people.served.database.name, (client) =>
      client.query(`UPDATE staff_source_record SET ended_at = now() - interval '91 days'`),
    );

    const { rows } = await source.send([{ externalId: 'a', status: 'RESTORED' }]);
    expect(rows).toMatchObject([
      { outcome: 'REJECTED', code: 'MISSING_FIELD', field: 'contracts' },
    ]);
    expect(await source.outcomes([told('a', { status: 'RESTORED' })])).toEqual({ a: 'RESTORED' });
  });

  it('line managers are found whichever comes first, and never go in a circle', async () => {
    const source = await aSource();
    const { id } = await source.start();
    const report = await source.push(id, [told('a', { lineManagerExternalId: 'b' })]);
    await source.push(id, [told('b')]);
    await source.finish(id);
    const [row] = report.rows;
    const query = `query ($id: ID!) { person(id: $id) { manager { name } } }`;
    const ofA = () => people.data(source.trust.central, query, { id: row?.person?.id });

    expect(await ofA()).toEqual({ person: { manager: { name: 'Ada Name b' } } });
    const { rows } = await source.send([told('b', { lineManagerExternalId: 'a' })]);
    expect(rows).toMatchObject([{ outcome: 'UPDATED', code: 'MANAGER_CYCLE' }]);
    expect(await ofA()).toEqual({ person: { manager: { name: 'Ada Name b' } } });
  });

  it('a key of one school cannot place staff at another, nor sync it or the trust', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const [alder, birch] = trust.schools;
    const source = new TestSource(people, trust, 'arbor', 0, integration(trust, 0));
    const post = { urn: birch?.urn };
    const { rows } = await source.send([told('a', {}, {}, post), told('b')]);

    expect(rows).toMatchObject([
      { outcome: 'REJECTED', code: 'NOT_YOUR_SCHOOL', field: 'contracts.assignments.urn' },
      { outcome: 'CREATED' },
    ]);
    const start = `mutation ($input: StartStaffSyncInput!) {
      startStaffSync(input: $input) { __typename } }`;
    const about = { source: 'sims', mode: 'FULL', asOf: source.tick() };
    for (const place of [{ schoolId: birch?.id }, {}]) {
      const input = { ...about, ...place };
      expect(await people.codes(source.viewer, start, { input })).toEqual(['NOT_FOUND']);
    }
    expect(alder).toBeDefined();
  });

  it('a bad record says why and never stops the others', async () => {
    const source = await aSource();
    const post = (fields: object) => told('x', {}, {}, { ...fields });
    const bad = [
      [{ ...told('a'), givenName: null }, 'MISSING_FIELD', 'givenName'],
      [told('b', { givenName: 'Zero\u200BWidth' }), 'INVALID_VALUE', 'givenName'],
      [told('c', {}, { firstDay: '30/02/2024' }), 'INVALID_DATE', 'contracts.firstDay'],
      [told('d', {}, { lastDay: '2019-01-01' }), 'ENDS_BEFORE_START', 'contracts.lastDay'],
      [told('e', { trn: '123' }), 'INVALID_VALUE', 'trn'],
      [
        { ...post({ urn: '999999' }), externalId: 'f' },
        'UNKNOWN_SCHOOL',
        'contracts.assignments.urn',
      ],
      [{ ...post({ fte: 1.5 }), externalId: 'g' }, 'INVALID_VALUE', 'contracts.assignments.fte'],
    ] as const;
    const { rows, counts } = await source.send([
      ...bad.map(([record]) => record),
      ...[told('h', { workEmail: 'Ada@x.uk' }), told('i', { workEmail: 'ada@X.UK' }), told('h')],
    ]);

    expect(counts).toMatchObject({ created: 1, rejected: bad.length + 2 });
    const said = new Map(rows.map((row) => [row.row, [row.code, row.field]]));
    bad.forEach(([, code, field], place) => {
      expect(said.get(place + 1)).toEqual([code, field]);
    });
    expect([said.get(9), said.get(10)]).toEqual([
      ['EMAIL_TAKEN', 'workEmail'],
      ['DUPLICATE_IN_FILE', 'externalId'],
    ]);
  });

  it('codes that no list has are kept, and listed', async () => {
    const source = await aSource();
    const { finished } = await source.send([
      told('a', {}, { type: 'ODD' }, { roleCodes: ['ZZZZ'] }),
    ]);
    const query = `query ($id: ID!) { staffSync(id: $id) {
      issues { edges { node { externalId field code value mappedTo } } } } }`;

    expect(await people.data(source.viewer, query, { id: finished.id })).toMatchObject({
      staffSync: {
        issues: {
          edges: [
            { node: { field: 'contracts.assignments.roleCodes', value: 'ZZZZ' } },
            { node: { field: 'contracts.type', value: 'ODD', mappedTo: 'OTHER' } },
          ],
        },
      },
    });
  });
});

/** Types of the events about somebody. */
async function eventsOf(personId: string): Promise<unknown[]> {
  return asSuperuser(people.served.database.name, async (client) => {
    const { rows } = await client.query<{ type: string }>(
      'SELECT type FROM event WHERE aggregate_id = $1',
      [personId],
    );
    return rows.map(({ type }) => type);
  });
}
