import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aStaffRecord, day, type Hire, testPeople } from '../testing.ts';

const people = testPeople();

const nameOf = 'query ($id: ID!) { person(id: $id) { name familyName workEmail trn } }';

describe('recording staff', () => {
  it('changes nothing the second time', async () => {
    const trust = await people.trust();
    const records = Array.from({ length: 20 }, () => aStaffRecord(trust));

    expect(await people.record(trust, records)).toMatchObject({ changed: 20, unchanged: 0 });
    expect(await people.record(trust, records)).toMatchObject({ changed: 0, unchanged: 20 });
  });

  it('counts somebody as changed of whom only a post has', async () => {
    const trust = await people.trust();
    const record = await people.hire(trust);
    const [contract] = record.contracts;
    const [post] = contract?.assignments ?? [];
    if (!contract || !post) throw new Error('the record has a post');
    const fewerHours = {
      ...record,
      contracts: [{ ...contract, assignments: [{ ...post, fte: 0.5 }] }],
    };

    expect(await people.record(trust, [fewerHours])).toMatchObject({ changed: 1, unchanged: 0 });
  });

  it('composes names, tidies spaces and lowers the e-mail address', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust, {
      givenName: '  Zoe\u0308 ',
      familyName: 'van  Dyke',
      workEmail: 'Zoe.VanDyke@ALDER.example',
      trn: '0012345',
    });

    expect(await people.data(trust.central, nameOf, { id })).toEqual({
      person: {
        ...{ name: 'Zo\u00EB van Dyke', familyName: 'van Dyke', trn: '0012345' },
        workEmail: 'zoe.vandyke@alder.example',
      },
    });
  });

  it.each<[string, Hire]>([
    ['a given name with a control character', { givenName: 'A\u0007da' }],
    ['a family name that turns the text around it', { familyName: 'Byron\u202Etxt' }],
    ['a name of nothing but spaces', { familyName: '   ' }],
    ['half a surrogate pair', { preferredName: '\uD800' }],
    ['a name of more than 100 characters', { familyName: 'x'.repeat(101) }],
    ['an e-mail without an at sign', { workEmail: 'alder.example' }],
    ['a TRN of six digits', { trn: '123456' }],
    ['an FTE of nothing', { posts: [{ fte: 0 }] }],
    ['an FTE of more than one', { posts: [{ fte: 1.01 }] }],
    ['an FTE in thousandths', { posts: [{ fte: 0.605 }] }],
    ['no role', { posts: [{ roles: [] }] }],
    ['a school that there is not', { posts: [{ school: 9 }] }],
    [
      'a post that ends when it starts',
      { posts: [{ startsOn: '2026-01-01', endsOn: '2026-01-01' }] },
    ],
    ['a post that starts before its contract', { posts: [{ startsOn: day(-1001) }] }],
    [
      'a post that ends after its contract',
      { contract: { endsOn: day(10) }, posts: [{ endsOn: day(11) }] },
    ],
    [
      'a post without an end in a contract that ends',
      { contract: { endsOn: day(10) }, posts: [{ endsOn: null }] },
    ],
    [
      'two primary posts at once',
      { posts: [{ endsOn: day(1) }, { startsOn: day(0), isPrimary: true }] },
    ],
    ['a day that there is not', { posts: [{ startsOn: '2026-02-30' }] }],
    ['an id that is none', { id: 'nonsense' }],
  ])('passes over a record with %s, whole, and writes the others', async (_, wrong) => {
    const trust = await people.trust();
    const [bad, good] = [aStaffRecord(trust, wrong), aStaffRecord(trust)];

    const report = await people.record(trust, [bad, good]);
    expect(report).toMatchObject({ changed: 1, unchanged: 0, refused: [{ id: bad.id }] });
    expect(report.refused[0]?.reasons).toHaveLength(1);
    const query = '{ people { totalCount edges { node { id } } } }';
    expect(await people.data(trust.central, query)).toEqual({
      people: { totalCount: 1, edges: [{ node: { id: good.id } }] },
    });
  });

  it('takes a primary post that starts when the one before it ends', async () => {
    const trust = await people.trust();
    const posts = [
      { startsOn: day(30), isPrimary: true },
      { endsOn: day(30), isPrimary: true },
      { fte: 0.2, isPrimary: false },
    ];

    expect((await people.record(trust, [aStaffRecord(trust, { posts })])).refused).toEqual([]);
  });

  it('does not give one e-mail address or TRN to two people of a trust', async () => {
    const trust = await people.trust();
    const holder = { workEmail: 'ada@alder.example', trn: '7654321' };
    const kept = await people.hire(trust, holder);
    const email = aStaffRecord(trust, { workEmail: 'ADA@alder.example' });
    const trn = aStaffRecord(trust, { trn: holder.trn });
    const twins = [
      aStaffRecord(trust, { trn: '1111111' }),
      aStaffRecord(trust, { trn: '1111111' }),
    ];

    const report = await people.record(trust, [email, trn, ...twins]);
    expect(new Map(report.refused.map(({ id, reasons }) => [id, reasons]))).toEqual(
      new Map([
        [email.id, ['Somebody else has the work e-mail.']],
        [trn.id, ['Somebody else has the TRN.']],
        [twins[1]?.id, ['Another record has the same id, work e-mail or TRN.']],
      ]),
    );
    expect(await people.record(trust, [kept])).toMatchObject({ unchanged: 1 });
    const elsewhere = await people.trust();
    await people.hire(elsewhere, holder);
  });

  it('does not move a contract from one person to another', async () => {
    const trust = await people.trust();
    const contractId = newId();
    await people.hire(trust, { contract: { id: contractId } });
    const thief = aStaffRecord(trust, { contract: { id: contractId } });

    expect(await people.record(trust, [thief])).toMatchObject({
      changed: 0,
      refused: [{ id: thief.id, reasons: ['A contract is somebody else’s.'] }],
    });
  });

  it('keeps a role code that it does not know, as other school support', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust, { posts: [{ roles: ['ZZZZ'] }] });
    const query = `query ($id: ID!) { person(id: $id) {
      assignments { staffGroup roles { code name } } } }`;

    expect(await people.data(trust.central, query, { id })).toEqual({
      person: {
        assignments: [
          { staffGroup: 'OTHER_SCHOOL_SUPPORT', roles: [{ code: 'ZZZZ', name: 'ZZZZ' }] },
        ],
      },
    });
  });

  it('never touches the person of another trust who has the same id', async () => {
    const [ours, theirs] = [await people.trust(), await people.trust()];
    const original = await people.hire(theirs, { familyName: 'Original' });
    await people.hire(ours, { id: original.id, familyName: 'Copy' });

    expect(await people.data(theirs.central, nameOf, { id: original.id })).toMatchObject({
      person: { familyName: 'Original' },
    });
  });
});
