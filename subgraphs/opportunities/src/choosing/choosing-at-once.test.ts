import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce, countWaiting } from '@trellis/subgraph-kit/testing/at-once';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { setTimeout as pause } from 'node:timers/promises';
import { type BeingChosen, TestChoosing } from '../choosing.testing.ts';
import { TestPanel } from '../panel/testing.ts';
import { aMemberOfStaff, type Outcome, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
const choosing = new TestChoosing(test, panels);
let central: Viewer;

beforeEach(() => {
  central = thePeopleTeam(newId());
});

/** Both members give each candidate of the panel the same. */
async function scored({ opportunityId, members, central: by }: BeingChosen): Promise<void> {
  for (const { id } of await panels.candidates(members[0] ?? by, opportunityId)) {
    await panels.scoreBy(members, id, [2]);
  }
}

/** Lets each of them come to the row of the opportunity, in turn, before any goes on. */
async function inLine(id: string, work: readonly (() => Promise<Outcome>)[]): Promise<Outcome[]> {
  return asSuperuser(test.served.database.name, async (client) => {
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM opportunity WHERE id = $1 FOR UPDATE', [id]);
    const answers: Promise<Outcome>[] = [];
    for (const one of work) {
      answers.push(one());
      while ((await countWaiting(client)) < answers.length) await pause(5);
    }
    await client.query('COMMIT');
    return Promise.all(answers);
  });
}

describe('two who lock at once', () => {
  it('lock one panel once, and the second hears that it is done', async () => {
    const chosen = await choosing.applied(central, 3);
    const { opportunityId } = chosen;
    await scored(chosen);
    const colleague = thePeopleTeam(central.trustId);

    const outcomes = await inLine(opportunityId, [
      () => panels.lock(central, { opportunityId, places: 1 }),
      () => panels.lock(colleague, { opportunityId, places: 3 }),
    ]);

    expect(outcomes).toMatchObject([
      { result: 'Panel', places: 1 },
      { result: 'PanelMovedOn', panel: 'LOCKED' },
    ]);
    expect((await panels.states(central, opportunityId)).sort()).toEqual([
      ...['SHORTLISTED', 'UNSUCCESSFUL', 'UNSUCCESSFUL'],
    ]);
  });

  it('lock two panels for which the same people applied, and neither waits for the other', async () => {
    const first = await choosing.applied(central, 2);
    const second = await choosing.applied(central, 0, [], first.applicants);
    for (const chosen of [first, second]) await scored(chosen);
    const lock = ({ opportunityId }: BeingChosen) =>
      panels.lock(central, { opportunityId, places: 1 });

    const outcomes = await atOnce(test.served.database.name, 'panel', [
      () => lock(first),
      () => lock(second),
    ]);

    expect(outcomes.map(({ result }) => result)).toEqual(['Panel', 'Panel']);
    for (const { opportunityId } of [first, second]) {
      expect((await panels.states(central, opportunityId)).sort()).toEqual([
        ...['SHORTLISTED', 'UNSUCCESSFUL'],
      ]);
    }
  });
});

describe('the last place', () => {
  it('is accepted by one of two people at once, and never offered to both', async () => {
    const chosen = await choosing.applied(central, 2);
    const { opportunityId, applicants } = chosen;
    await choosing.locked(chosen, [[4], [3]]);
    const offers = await atOnce(
      test.served.database.name,
      'application',
      applicants.map((one) => () => choosing.offer(one, opportunityId, central)),
    );
    const answers = await inLine(
      opportunityId,
      applicants.map((one) => () => choosing.on(one, opportunityId, 'acceptOffer')),
    );

    expect(offers.map(({ result }) => result).toSorted()).toEqual(['Application', 'NoPlaceFree']);
    expect(answers.map(({ result }) => result).toSorted()).toEqual([
      ...['Application', 'ApplicationNotMovable'],
    ]);
    const forced = test.asOwner(central, (db) =>
      db.rows(
        `UPDATE application SET state = 'OFFERED', version = version + 1, offered_at = now(),
                offer_starts_on = '2026-09-01'
          WHERE trust_id = $1 AND state = 'SHORTLISTED'`,
        [central.trustId],
      ),
    );
    await expect(forced).rejects.toThrow(/no_more_than_places/);
  });
});

describe('an opportunity that is withdrawn with offers out', () => {
  let chosen: BeingChosen;
  let applicant: Viewer;
  const accept = () => choosing.on(applicant, chosen.opportunityId, 'acceptOffer');
  const withdraw = () => choosing.move(central, chosen.opportunityId, 'WITHDRAWN');

  beforeEach(async () => {
    chosen = await choosing.applied(central, 2);
    [applicant = central] = chosen.applicants;
    await choosing.locked(chosen, [[4], [3]]);
    await choosing.offer(applicant, chosen.opportunityId, central);
  });

  it('gives nobody a place: the offer can no longer be taken, nor goes to the next', async () => {
    const [, next = central] = chosen.applicants;
    await choosing.on(next, chosen.opportunityId, 'waitlistApplication', { as: central });

    expect(await withdraw()).toMatchObject({ state: 'WITHDRAWN' });

    expect(await accept()).toMatchObject({ result: 'NotChoosing', opportunity: 'WITHDRAWN' });
    await panels.withdraws(applicant, chosen.opportunityId);
    expect((await choosing.seen(next, chosen.opportunityId)).own?.state).toBe('WAITLISTED');
  });

  it('is not withdrawn where the offer was taken a moment before', async () => {
    const outcomes = await inLine(chosen.opportunityId, [accept, withdraw]);

    expect(outcomes).toMatchObject([{ state: 'ACCEPTED' }, { result: 'SomebodyPlaced', taken: 1 }]);
  });

  it('gives no place where it was withdrawn a moment before', async () => {
    const outcomes = await inLine(chosen.opportunityId, [withdraw, accept]);

    expect(outcomes).toMatchObject([{ state: 'WITHDRAWN' }, { result: 'NotChoosing' }]);
  });
});

describe('an applicant who withdraws after an offer', () => {
  it('leaves it to the next on the waiting list, without another window', async () => {
    const chosen = await choosing.applied(central, 3);
    const { opportunityId, applicants } = chosen;
    const [first = central, second = central, third = central] = applicants;
    await choosing.locked(chosen, [[4], [2], [3]]);
    for (const one of [second, third]) {
      await choosing.on(one, opportunityId, 'waitlistApplication', { as: central });
    }
    await choosing.offer(first, opportunityId, central);
    const window = async () => {
      const query = `query ($id: ID!) { opportunity(id: $id) { state version versions { number }
        fairnessWindow { opensOn earliestDecisionOn blockers { code } } reach { eligible told } } }`;
      return (await test.served.ask(central, query, { id: opportunityId })).data;
    };
    const before = await window();

    await panels.withdraws(first, opportunityId);

    expect((await choosing.seen(third, opportunityId)).own?.state).toBe('OFFERED');
    expect((await choosing.seen(second, opportunityId)).own?.state).toBe('WAITLISTED');
    expect(await window()).toEqual(before);
    expect(await choosing.on(third, opportunityId, 'acceptOffer')).toMatchObject({
      state: 'ACCEPTED',
      offer: { startsOn: '2026-09-01', endsOn: '2027-04-01' },
    });
  });
});

describe('turning somebody down', () => {
  it('waits for the panel as everything else does, whoever writes it', async () => {
    const chosen = await choosing.applied(central, 1);
    const { opportunityId, applicants } = chosen;
    const [applicant = central] = applicants;
    const turnDown = () =>
      choosing.on(applicant, opportunityId, 'turnDownApplication', { as: central });
    const write = test.within(central, (db) =>
      db.rows("UPDATE application SET state = 'UNSUCCESSFUL' WHERE opportunity_id = $1", [
        opportunityId,
      ]),
    );

    await expect(write).rejects.toThrow('before a panel has locked its shortlist');
    expect(await turnDown()).toMatchObject({ result: 'ShortlistOpen' });
    await choosing.locked(chosen, [[3]]);
    expect(await turnDown()).toMatchObject({ state: 'UNSUCCESSFUL' });
  });

  it('comes back to the panel where the opportunity went on before it', async () => {
    const one = await choosing.applied(central, 0);
    const applicant = aMemberOfStaff(central.trustId);
    test.clock.set('2026-05-12T09:00:00Z');
    const opportunityId = await panels.opportunity(central);
    await panels.employ(applicant);
    await panels.applies(applicant, opportunityId);
    await panels.toShortlisting(central, opportunityId);
    await choosing.move(central, opportunityId, 'DECIDING');
    const memberIds = one.members.map(({ personId }) => personId);
    await panels.appoint(central, { opportunityId, memberIds });
    for (const member of one.members) {
      await panels.declare(member, { opportunityId, personIds: [] });
    }

    expect(await panels.start(central, { opportunityId })).toMatchObject({ state: 'SCORING' });
  });
});
