import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { fellow } from '../networks.testing.ts';
import { day, testPeople } from '../testing.ts';
import { inputOf, TestExpertise } from './testing.ts';

const people = testPeople();
const expertise = new TestExpertise(people);

/** Somebody with a line manager. */
async function begin() {
  const trust = await people.trust();
  const [{ id: personId }, { id: managerId }] = [
    await people.hire(trust),
    await people.hire(trust),
  ];
  await people.manage(trust, managerId, [personId]);
  return {
    ...{ trust, personId, managerId },
    person: fellow(trust, personId),
    manager: fellow(trust, managerId),
  };
}

const read = `query ($id: ID!) { person(id: $id) { expertise { subject { code name } theme level
  phases { code } evidence daysATerm standing expiresOn endorsedBy { name } } } }`;

describe('expertise', () => {
  it('is of a census subject or a theme, with phases, a level and what it rests on', async () => {
    const { trust, person, personId } = await begin();
    await expertise.state(person, { subject: 'MAT', phaseCodes: ['4', '2'] });
    await expertise.state(person, { theme: 'OPERATIONS', level: 'LEADING', daysATerm: 3 });

    expect(await people.data(trust.central, read, { id: personId })).toEqual({
      person: {
        expertise: [
          {
            ...{ subject: { code: 'MAT', name: 'Mathematics' }, theme: null, level: 'SPECIALIST' },
            ...{ phases: [{ code: '2' }, { code: '4' }], evidence: 'Years of it.', daysATerm: 5 },
            ...{ standing: 'UNENDORSED', expiresOn: null, endorsedBy: null },
          },
          {
            ...{ subject: null, theme: 'OPERATIONS', level: 'LEADING', phases: [] },
            ...{ evidence: 'Years of it.', daysATerm: 3 },
            ...{ standing: 'UNENDORSED', expiresOn: null, endorsedBy: null },
          },
        ],
      },
    });
  });

  it('stands for two years once a line manager has endorsed it', async () => {
    const { trust, person, personId, manager } = await begin();
    const { id, version } = await expertise.state(person);
    const endorsed = await expertise.do(manager, 'endorseExpertise', { id, version });

    expect(endorsed.standing).toBe('STANDS');
    expect(endorsed.expiresOn?.slice(0, 4)).toBe(String(Number(day(0).slice(0, 4)) + 2));
    expect(await people.data(trust.central, read, { id: personId })).toMatchObject({
      person: { expertise: [{ standing: 'STANDS', endorsedBy: { name: expect.any(String) } }] },
    });
  });

  it('is not endorsed by oneself, whatever one is, in the database either', async () => {
    const { trust, person, personId } = await begin();
    await people.network(trust, [personId], { subjectCode: 'MAT' }); // leads it
    const { id, version } = await expertise.state(person);

    expect(await expertise.do(person, 'endorseExpertise', { id, version })).toMatchObject({
      __typename: 'OwnExpertise',
    });
    const insert = asSuperuser(people.served.database.name, (client) =>
      client.query(
        `INSERT INTO expertise_endorsement
           (trust_id, id, expertise_id, person_id, endorser_id, endorsed_on, expires_on)
         VALUES ($1, $2, $3, $4, $4, current_date, current_date + 1)`,
        [trust.id, newId(), id, personId],
      ),
    );
    await expect(insert).rejects.toThrow('not_endorsed_by_oneself');
  });

  it('is endorsed by the lead of a network of the subject, and not of another', async () => {
    const { trust, person } = await begin();
    const [{ id: maths }, { id: english }] = [await people.hire(trust), await people.hire(trust)];
    await people.network(trust, [maths], { subjectCode: 'MAT' });
    await people.network(trust, [english], { subjectCode: 'ENG' });
    const { id, version } = await expertise.state(person);
    const input = { id, version };

    expect(await expertise.codes(fellow(trust, english), 'endorseExpertise', input)).toEqual([
      'FORBIDDEN',
    ]);
    expect(await expertise.do(fellow(trust, maths), 'endorseExpertise', input)).toMatchObject({
      standing: 'STANDS',
    });
  });

  it('has expired when its endorsement ended yesterday, and stands again when renewed', async () => {
    const { trust, person, manager } = await begin();
    const { id, version } = await expertise.state(person);
    await expertise.do(manager, 'endorseExpertise', { id, version });
    const found = '{ findExperts(filter: { subjectCode: "MAT" }) { totalCount } }';
    await expertise.expires(trust, id, day(1));
    expect(await people.data(person, found)).toEqual({ findExperts: { totalCount: 1 } });
    await expertise.expires(trust, id, day(0)); // yesterday was the last day

    expect(await people.data(person, found)).toEqual({ findExperts: { totalCount: 0 } });
    const own = '{ viewer { person { expertise { standing } } } }';
    expect(await people.data(person, own)).toEqual({
      viewer: { person: { expertise: [{ standing: 'EXPIRED' }] } },
    });
    await expertise.do(manager, 'endorseExpertise', { id, version });
    expect(await people.data(person, found)).toEqual({ findExperts: { totalCount: 1 } });
  });

  it('has to be endorsed anew when it is stated otherwise, but not when only the days change', async () => {
    const { person, manager } = await begin();
    const { id } = await expertise.state(person);
    await expertise.do(manager, 'endorseExpertise', { id, version: 1 });

    const days = await expertise.state(person, { daysATerm: 1, version: 1 });
    expect(days).toMatchObject({ id, standing: 'STANDS', version: 2 });
    const level = await expertise.state(person, { daysATerm: 1, level: 'LEADING', version: 2 });
    expect(level).toMatchObject({ id, standing: 'UNENDORSED', version: 3 });
    const stale = { id, version: 2 };
    expect(await expertise.codes(manager, 'endorseExpertise', stale)).toEqual(['CONFLICT']);
    expect(await expertise.codes(person, 'stateExpertise', inputOf({ version: 2 }))).toEqual([
      'CONFLICT',
    ]);
  });

  it('is taken back by whose it is, and by nobody else', async () => {
    const { person, manager } = await begin();
    const { id } = await expertise.state(person);
    expect(await expertise.codes(manager, 'withdrawExpertise', { id })).toEqual(['NOT_FOUND']);
    await expertise.do(person, 'withdrawExpertise', { id });

    const endorse = { id, version: 2 };
    expect(await expertise.codes(manager, 'endorseExpertise', endorse)).toEqual(['NOT_FOUND']);
    expect(await expertise.state(person)).toMatchObject({ version: 1, standing: 'UNENDORSED' });
  });

  it('is of one topic, with evidence, for phases that there are', async () => {
    const { person } = await begin();
    const whole = inputOf({});
    for (const wrong of [
      { topic: {} },
      { topic: { subjectCode: 'MAT', theme: 'SEND' } },
      { topic: { subjectCode: 'NONE' } },
      { phaseCodes: ['9'] },
      { evidence: '' },
      { evidence: 'x'.repeat(2_001) },
      { daysATerm: -1 },
      { daysATerm: 71 },
    ]) {
      const input = { ...whole, ...wrong };
      expect(await expertise.codes(person, 'stateExpertise', input)).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('of another trust is not there', async () => {
    const { person } = await begin();
    const { id, version } = await expertise.state(person);
    const other = await begin();
    const boss = {
      ...other.trust.central,
      personId: other.managerId,
      scopes: new Set(['staff:read', 'network:join']),
    };

    for (const unknown of [id, newId(), 'nonsense']) {
      const input = { id: unknown, version };
      expect(await expertise.codes(boss, 'endorseExpertise', input)).toEqual(['NOT_FOUND']);
      const which = { id: unknown };
      expect(await expertise.codes(other.person, 'withdrawExpertise', which)).toEqual([
        'NOT_FOUND',
      ]);
    }
    const found = '{ findExperts { totalCount } }';
    expect(await people.data(other.person, found)).toEqual({ findExperts: { totalCount: 0 } });
  });
});
