import { beforeEach, describe, expect, it } from '@jest/globals';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, TestOpportunities } from '../testing.ts';
import { PlacementParty } from './placement-part.types.ts';
import { TestPlacement } from './testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
});

const asOwner = (sql: string, id: string, ...more: readonly unknown[]) =>
  test.asOwner(trust.central, (db) => db.rows(sql, [trust.trustId, id, ...more]));

describe('consent', () => {
  it('is asked of whoever goes and of both heads, and silence is shown as silence', async () => {
    const [id = ''] = await trust.make();
    await trust.on(trust.central, 'planPlacement', id, { consentBy: '2026-05-20' });
    await trust.on(trust.person, 'answerPlacement', id, {
      agrees: true,
      reason: 'I would like to',
    });
    const { host: schoolId } = trust;
    await trust.on(trust.hostHead, 'answerPlacement', id, {
      ...{ schoolId, agrees: false, reason: 'Not in the week of the inspection' },
    });

    expect((await trust.seen(id)).consents).toMatchObject([
      { party: 'PERSON', state: 'AGREED', reason: 'I would like to', school: null },
      { party: 'HOME_HEAD', state: 'WAITING', dueOn: '2026-05-20', school: { id: trust.home } },
      { party: 'HOST_HEAD', state: 'DECLINED', givenBy: { id: trust.hostHead.personId } },
    ]);
    test.clock.set('2026-05-21T09:00:00Z');
    expect((await trust.seen(id)).consents[1]).toMatchObject({ state: 'OVERDUE' });
    expect(await trust.seen(id)).toMatchObject({ state: 'PREPARING' });
  });

  it('counts that was given by offering and booking, however long the writing takes', async () => {
    let milliseconds = Date.parse('2026-05-12T09:00:00Z');
    const onwards = () => new Date((milliseconds += 1));
    const agreed = [PlacementParty.PERSON, PlacementParty.HOST_HEAD].map((party) => ({
      ...{ party, reason: null, byId: null },
    }));
    const [id = ''] = await trust.makeBy(onwards, { agreed });

    expect((await trust.seen(id)).consents.map(({ state }) => state)).toEqual([
      ...['AGREED', 'WAITING', 'AGREED'],
    ]);
  });

  it('has a reason when it is refused, and may be thought over', async () => {
    const [id = ''] = await trust.make();
    const answer = (more: object) =>
      trust.on(trust.hostHead, 'answerPlacement', id, { schoolId: trust.host, ...more });

    expect(await answer({ agrees: false })).toMatchObject({ result: 'ReasonMissing' });
    await answer({ agrees: false, reason: 'We are full' });
    await answer({ agrees: true });
    expect((await trust.seen(id)).consents[2]).toMatchObject({ state: 'AGREED' });
    const kept = await asOwner(
      'SELECT agrees FROM placement_consent WHERE trust_id = $1 AND placement_id = $2 ORDER BY number',
      id,
    );
    expect(kept).toEqual([{ agrees: false }, { agrees: true }]);
  });

  it('is given by nobody for somebody else', async () => {
    const [id = ''] = await trust.make();
    const answer = (viewer: Viewer, schoolId: string | null = null) =>
      trust.on(viewer, 'answerPlacement', id, { schoolId, agrees: true });

    expect(await answer(trust.homeHead)).toMatchObject({ result: 'NotAsked' });
    expect(await answer(trust.homeHead, trust.host)).toMatchObject({ result: 'NotAsked' });
    expect(await answer(trust.person, trust.host)).toMatchObject({ result: 'FORBIDDEN' });
  });

  it('is given for a school by somebody other than whoever goes, be it its head', async () => {
    const head = aHead(trust.trustId, trust.home);
    await trust.employ(String(head.personId));
    const [id = ''] = await trust.make({ personId: String(head.personId) });

    expect(
      await trust.on(head, 'answerPlacement', id, { schoolId: trust.home, agrees: true }),
    ).toMatchObject({ result: 'FORBIDDEN' });
  });

  it('to other days is none', async () => {
    const [id = ''] = await trust.make();
    await trust.agree(id);
    test.clock.set('2026-05-13T09:00:00Z');
    await trust.on(trust.homeHead, 'planPlacement', id, { purpose: 'The same, said better' });
    expect((await trust.seen(id)).consents.map(({ state }) => state)).toEqual([
      ...['AGREED', 'AGREED', 'AGREED'],
    ]);
    await trust.on(trust.homeHead, 'planPlacement', id, { weekdays: [2, 4] });

    expect((await trust.seen(id)).consents.map(({ state }) => state)).toEqual([
      ...['WAITING', 'WAITING', 'WAITING'],
    ]);
  });

  it('is asked of both heads of somebody at two schools whose days it takes', async () => {
    const second = newId();
    await trust.employ(trust.personId, factsAt(trust.home, second));
    const days = [1, 2, 3].map((weekday) => ({ weekday, schoolId: trust.home }));
    const others = [4, 5].map((weekday) => ({ weekday, schoolId: second }));
    await trust.change(trust.person, 'setWorkingWeek', {
      ...{ personId: trust.personId, days: [...days, ...others] },
    });
    const [allWeek = ''] = await trust.make();
    const [tuesdays = ''] = await trust.make({ endsOn: '2026-07-01', weekdays: [2] });
    const homes = async (id: string) =>
      (await trust.seen(id)).consents
        .filter(({ party }) => party === 'HOME_HEAD')
        .map((consent) => consent['school']);

    expect(await homes(allWeek)).toHaveLength(2);
    expect(await homes(tuesdays)).toEqual([{ id: trust.home }]);
  });
});
