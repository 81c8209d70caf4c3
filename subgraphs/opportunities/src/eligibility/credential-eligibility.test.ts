import { beforeEach, describe, expect, it } from '@jest/globals';
import type { StaffFacts } from '@trellis/staff-roster/staff-facts';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let trustId: string;
let central: Viewer;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  trustId = newId();
  central = thePeopleTeam(trustId);
});

type Credential = NonNullable<StaffFacts['credentials']>[number];

const held = (kind: string, startsOn: string | null = null, endsOn: string | null = null) => ({
  ...{ kind, startsOn, endsOn },
});

/** Somebody with a post and these credentials. */
const somebody = (...credentials: Credential[]) =>
  test.tellOf(trustId, { ...factsAt(newId()), credentials });

const asking = (...credentialKinds: string[]) => ({
  audience: { credentialKinds, reason: 'One teaches, or helps to.' },
});

async function eligibility(opportunityId: string, ...personIds: string[]) {
  const query = `query ($people: [_Any!]!, $id: ID!) { _entities(representations: $people) {
    ... on Person { eligibility(opportunityId: $id) { met reasons } } } }`;
  const people = personIds.map((id) => ({ __typename: 'Person', id }));
  const { data } = await test.served.ask<{
    _entities: { eligibility: { met: boolean; reasons: string[] } }[];
  }>(central, query, { people, id: opportunityId });
  return data._entities.map((one) => one.eligibility);
}

describe('an opportunity for those with a status or qualification', () => {
  it('is for whoever has one of them today, and says so in words', async () => {
    const people = [
      await somebody(held('QTS', '2019-07-01')),
      await somebody(held('SPECIALIST_TA_L5')),
      await somebody(held('HLTA')),
      await somebody(held('QTS', '2026-09-01')),
      await somebody(held('QTS', '2019-07-01', '2026-05-12')),
      await somebody(),
    ];
    const id = await test.published(central, asking('QTS', 'SPECIALIST_TA_L5'));

    const answers = await eligibility(id, ...people);

    expect(answers.map(({ met }) => met)).toEqual([true, true, false, false, false, false]);
    expect(answers[0]?.reasons[0]).toBe('You have QTS or SPECIALIST TA L5.');
    expect(answers[5]?.reasons).toEqual([
      'You do not have QTS or SPECIALIST TA L5.',
      'Whom it is for: One teaches, or helps to.',
    ]);
  });

  it('is told to whoever gets it meanwhile, and no longer for whoever loses it', async () => {
    const [gains, loses] = [await somebody(), await somebody(held('HLTA'))];
    const id = await test.published(central, asking('HLTA'));
    const eligible = () =>
      test.within(central, (db) =>
        db.rows<{ id: string }>(
          `SELECT person_id AS id FROM opportunity_eligible
            WHERE trust_id = $1 AND opportunity_id = $2 AND dropped_at IS NULL`,
          [trustId, id],
        ),
      );
    expect(await eligible()).toEqual([{ id: loses }]);

    await test.tellOf(trustId, { ...factsAt(newId()), credentials: [held('HLTA')] }, gains);
    await test.tellOf(trustId, { ...factsAt(newId()), credentials: [] }, loses);

    expect(await eligible()).toEqual([{ id: gains }]);
    const told = await asSuperuser(test.served.database.name, async (client) => {
      const { rows } = await client.query<{ ids: string[] }>(
        `SELECT data -> 'personIds' AS ids FROM event
          WHERE type = 'opportunity.notice_requested' AND aggregate_id = $1 ORDER BY sequence`,
        [id],
      );
      return rows.flatMap(({ ids }) => ids);
    });
    expect(told).toEqual([loses, gains]);
  });

  it('needs a reason, and asks nothing where it was written before it could', async () => {
    const { audience } = asking('QTS');
    const draft = await test.create(central, { audience: { ...audience, reason: null } });
    expect(await test.publish(central, draft)).toMatchObject({ missing: ['audience.reason'] });

    const id = await test.published(central);
    await test.asOwner(central, (db) =>
      db.rows(
        `UPDATE opportunity SET audience = audience - 'credentialKinds' WHERE trust_id = $1 AND id = $2`,
        [trustId, id],
      ),
    );

    expect(await eligibility(id, await somebody())).toEqual([
      { met: true, reasons: ['It is for all staff of the trust.'] },
    ]);
    const query = 'query ($id: ID!) { opportunity(id: $id) { audience { credentialKinds } } }';
    const { data } = await test.served.ask(central, query, { id });
    expect(data).toEqual({ opportunity: { audience: { credentialKinds: [] } } });
  });

  it.each([
    ['teachers alone, where nothing is taught', ['QTS', 'QTLS'], false, ['QTS', 'QTLS']],
    ['teachers alone, where one teaches', ['QTS'], true, undefined],
    ['teachers and assistants', ['QTS', 'HLTA'], false, undefined],
    ['all', [], false, undefined],
  ])('warns its author when it is for %s', async (_, kinds, teaches, codes) => {
    const { id } = await test.create(central, { ...asking(...kinds), terms: { teaches } });
    const query = `query ($id: ID!) { opportunity(id: $id) { audienceWarnings { risk codes } } }`;

    const { data } = await test.served.ask(central, query, { id });

    const warning = { risk: 'QTS_WITHOUT_TEACHING', codes };
    expect(data).toEqual({ opportunity: { audienceWarnings: codes ? [warning] : [] } });
  });
});
