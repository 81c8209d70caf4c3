import { describe, expect, it } from '@jest/globals';
import { anEvent } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { earlyEaster, FairTrust } from '../fairness/testing.ts';
import { TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();

const announce = (trustId: string, aggregateId: string, data: object = {}) => {
  const days = { opensOn: '2024-03-01', closesOn: '2024-03-15' };
  const said = { title: 'Spring round', ...days, staffGroups: [], ...data };
  const round = { trustId, aggregateId, sequence: 1, data: said };
  const event = anEvent({ type: 'study_round.announced', ...round });
  return test.worker.bring(test.served.url, 'study', 'opportunities', [event]);
};

const read = async (trust: FairTrust, id: string) => {
  const { data } = await test.served.ask(
    trust.central,
    'query ($id: ID!) { opportunity(id: $id) { kind title state isOpen audience { staffGroups } } }',
    { id },
  );
  return data['opportunity'];
};

const decidable = (id: string) =>
  asSuperuser(test.served.database.name, async (client) => {
    const sql = "SELECT 1 FROM event WHERE type = 'study_round.decidable' AND aggregate_id = $1";
    return (await client.query(sql, [id])).rows.length;
  });

describe('a round that study announced', () => {
  it('is an opportunity of the same id, published once, of which everybody is told', async () => {
    const trust = new FairTrust(test);
    await trust.personAt(await trust.school(earlyEaster));
    const id = newId();

    expect(await announce(trust.trustId, id)).toEqual({ refused: [] });
    expect(await announce(trust.trustId, id, { title: 'Again' })).toEqual({ refused: [] });
    expect(await read(trust, id)).toEqual({
      ...{ kind: 'STUDY_ROUND', title: 'Spring round', state: 'PUBLISHED', isOpen: true },
      audience: { staffGroups: [] },
    });
    expect(await trust.window(id)).toMatchObject({
      blockers: [{ code: 'PEOPLE_UNREACHED', people: 1 }, { code: 'STILL_OPEN' }],
    });
  });

  it('can be decided when everybody was told and had ten school days, and study hears of it', async () => {
    const trust = new FairTrust(test);
    const person = await trust.personAt(await trust.school(earlyEaster));
    const id = newId();
    await announce(trust.trustId, id);

    expect(await trust.decide(id, '2024-03-18')).toMatchObject({ result: 'DecisionTooEarly' });
    expect(await decidable(id)).toBe(0);
    await trust.reached(id, person, '2024-03-01');
    expect(await trust.decide(id, '2024-03-18')).toMatchObject({ result: 'Opportunity' });
    expect(await decidable(id)).toBe(1);
  });

  it('for some staff groups says why', async () => {
    const trust = new FairTrust(test);
    const id = newId();

    await announce(trust.trustId, id, { staffGroups: ['TECHNICIAN'] });

    expect(await read(trust, id)).toMatchObject({ audience: { staffGroups: ['TECHNICIAN'] } });
  });
});
