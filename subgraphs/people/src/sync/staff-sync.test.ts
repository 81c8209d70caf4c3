import { describe, expect, it } from '@jest/globals';
import { testPeople } from '../testing.ts';
import { employment, integration, TestSource, told } from './testing.ts';

const people = testPeople();

async function aSource(...schools: string[]): Promise<TestSource> {
  return new TestSource(people, await people.trust(...schools), 'arbor', 0);
}

describe('a sync of staff records', () => {
  it('makes people with their contracts and posts', async () => {
    const source = await aSource();
    const { counts, rows } = await source.send([told('a'), told('b')]);

    expect(counts).toMatchObject({ created: 2, rejected: 0 });
    expect(rows.map(({ outcome }) => outcome)).toEqual(['CREATED', 'CREATED']);
    const found = await employment(people, source.trust, rows[0]?.person?.id ?? '');
    expect(found).toMatchObject({
      name: 'Ada Name a',
      contracts: [
        {
          ...{ startsOn: '2020-09-01', endsOn: null },
          assignments: [{ fte: 1, school: { id: source.trust.schools[0]?.id } }],
        },
      ],
    });
  });

  it('changes nothing when the same records come again', async () => {
    const source = await aSource();
    await source.send([told('a'), told('b')]);

    const again = await source.send([told('b'), told('a')]);
    expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(again.rows).toEqual([]);
  });

  it('says which fields of a record changed something', async () => {
    const source = await aSource();
    await source.send([told('a')]);

    const { rows } = await source.send([
      told('a', { familyName: 'Byron' }, { lastDay: '31/08/2030' }, { fte: 0.5 }),
    ]);
    expect(rows).toMatchObject([
      {
        outcome: 'UPDATED',
        changedFields: [
          'contracts.assignments.fte',
          'contracts.assignments.lastDay',
          'contracts.lastDay',
          'familyName',
        ],
      },
    ]);
  });

  it('finishes when all chunks came, and says which did not', async () => {
    const source = await aSource();
    const { id } = await source.start();
    await source.push(id, [told('c')], 3);
    await source.push(id, [told('a')], 1);

    expect(await source.finish(id, 4)).toMatchObject({
      kind: 'ChunksMissing',
      missingChunks: [2, 4],
    });
    await source.push(id, [told('b')], 2);
    await source.push(id, [told('d')], 4);
    expect(await source.finish(id, 4)).toMatchObject({ state: 'FINISHED', counts: { created: 4 } });
  });

  it('is one at a time for each source', async () => {
    const source = await aSource();
    const { id } = await source.start();

    expect(await source.start()).toMatchObject({ kind: 'StaffSyncUnderWay', sync: { id } });
    expect(await source.change('cancelStaffSync', id)).toMatchObject({ state: 'CANCELLED' });
    expect(await source.push(id, [told('a')])).toMatchObject({
      ...{ kind: 'StaffSyncNotOpen', state: 'CANCELLED' },
    });
    expect(await source.start()).toMatchObject({ kind: 'StaffSync' });
  });

  it('says which system a person and a contract are from', async () => {
    const source = await aSource();
    const { rows } = await source.send([told('a')]);
    const query = `query ($id: ID!) {
      person(id: $id) { sources { source } contracts { source { source } } } }`;

    const id = rows[0]?.person?.id;
    expect(await people.data(source.trust.central, query, { id })).toEqual({
      person: { sources: [{ source: 'arbor' }], contracts: [{ source: { source: 'arbor' } }] },
    });
  });

  it('keeps leave and qualifications, and says when they changed', async () => {
    const source = await aSource();
    const leave = [{ externalId: '1', kind: 'MAT', firstDay: '01/09/2026', lastDay: '2027-01-31' }];
    const qualifications = [{ externalId: '1', kind: 'QTS', awardedOn: '2015-07-01' }];
    const equality = { ethnicity: 'WBRI' };
    await source.send([told('a')]);
    const { rows } = await source.send([told('a', { leave, qualifications, equality })]);

    expect(rows).toMatchObject([{ changedFields: ['equality', 'leave', 'qualifications'] }]);
  });

  it('of another trust or school is not there', async () => {
    const source = await aSource('Alder', 'Birch');
    const { id } = await source.start();
    const query = 'query ($id: ID!) { staffSync(id: $id) { id } }';
    const birch = integration(source.trust, 1);
    const other = await people.trust();

    expect(await people.codes(birch, query, { id })).toEqual(['NOT_FOUND']);
    expect(await people.codes(integration(other), query, { id })).toEqual(['NOT_FOUND']);
    expect(await people.codes(integration(source.trust, 0), query, { id })).toEqual([]);
  });

  it('cannot be of a school that is not there, by whichever of its numbers it was named', async () => {
    const { trust, viewer } = await aSource('Alder', 'Birch');
    const other = await people.trust();
    const start = `mutation ($input: StartStaffSyncInput!) {
      startStaffSync(input: $input) { __typename } }`;
    const about = { source: 'arbor', mode: 'DELTA', asOf: '2026-10-01T08:00:00Z' };
    const said = async (who: typeof viewer, place: object) => {
      const variables = { input: { ...about, ...place } };
      const { errors = [] } = await people.served.ask(who, start, variables);
      return errors.map(({ message }) => message);
    };

    const atAlder = integration(trust, 0);
    for (const [who, urn] of [
      [viewer, '999999'],
      [atAlder, trust.schools[1]?.urn],
    ] as const) {
      expect(await said(who, { urn })).toEqual(['There is no school with that URN.']);
    }
    const schoolId = other.schools[0]?.id;
    expect(await said(viewer, { schoolId })).toEqual(['There is no school with that id.']);
  });
});
