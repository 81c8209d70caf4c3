import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { earlyEaster, FairTrust, lateEaster } from './testing.ts';

const test = new TestOpportunities();
let trust: FairTrust;
let school: string;

beforeEach(async () => {
  trust = new FairTrust(test);
  school = await trust.school(lateEaster);
});

describe('the fairness window', () => {
  it('(a) ends ten school days after the last person was told of a secondment', async () => {
    const [first, last] = [await trust.personAt(school), await trust.personAt(school)];
    const id = await trust.publish();
    await trust.reached(id, first, '2024-03-01');
    await trust.reached(id, last, '2024-03-05');

    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-03-19' });
    expect(await trust.decide(id, '2024-03-18')).toMatchObject({
      ...{ result: 'DecisionTooEarly', earliestDecisionOn: '2024-03-19' },
      message: 'Everybody has until 2024-03-19: nothing is decided before.',
    });
    expect(await trust.decide(id, '2024-03-19')).toMatchObject({ state: 'SHORTLISTING' });
  });

  it('(a) ends five school days after it for a visit, and never before the closing day is over', async () => {
    const person = await trust.personAt(school);
    const visit = await trust.publish({ kind: 'VISIT' });
    const later = await trust.publish({ kind: 'VISIT', closesOn: '2024-03-21' });
    await trust.reached(visit, person, '2024-03-04');
    await trust.reached(later, person, '2024-03-04');

    expect(await trust.window(visit)).toMatchObject({ earliestDecisionOn: '2024-03-11' });
    expect(await trust.window(later)).toMatchObject({ earliestDecisionOn: '2024-03-22' });
  });

  it('(e) does not count holidays, which each person has at their own school', async () => {
    const other = await trust.school(earlyEaster);
    const [early, late] = [await trust.personAt(other), await trust.personAt(school)];
    const id = await trust.publish({ kind: 'VISIT' });
    await trust.reached(id, late, '2024-03-20');
    await trust.reached(id, early, '2024-03-20');

    // 21, 22 March, then 8, 9, 10 April; at the other school 21, 22, 25, 26, 27 March
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-04-10' });
  });

  it('(e) waits for the later school of somebody in two, who is told once', async () => {
    const both = await trust.personAt(school, await trust.school(earlyEaster));
    const id = await trust.publish({ kind: 'VISIT' });
    await trust.reached(id, both, '2024-03-20');

    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-04-10' });
    expect((await requests(id)).flatMap(({ personIds }) => personIds)).toEqual([both]);
  });

  it('counts from the day in England on which a notice arrived, also past midnight in summer', async () => {
    const person = await trust.personAt(school);
    const id = await trust.publish({ kind: 'VISIT' });
    const data = { at: '2024-04-16T23:30:00.000Z', channel: 'EMAIL' };
    const notice = { personId: person, type: 'notice.reached', data };
    await test.tellOfNotices(trust.trustId, [notice], { id });

    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-04-24' });
  });

  it('(b) is held by whom no notice reached, until it is logged how they were told otherwise', async () => {
    const person = await trust.personAt(school);
    const id = await trust.publish({ kind: 'VISIT' });
    await trust.unreached(id, person, 'BOUNCED');
    const held = await trust.decide(id, '2024-05-01');
    const told = { opportunityId: id, personId: person, means: 'By Jo in the staff room' };
    const logged = await test.logAlternative(trust.central, { ...told, toldOn: '2024-04-22' });

    expect(held).toMatchObject({
      ...{ result: 'DecisionTooEarly', earliestDecisionOn: null },
      blockers: [{ code: 'PEOPLE_UNREACHED', people: 1, holds: true }],
    });
    expect(logged).toMatchObject({ result: 'Opportunity' });
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-04-29' });
    expect(await trust.decide(id, '2024-05-01')).toMatchObject({ state: 'SHORTLISTING' });
  });

  it('(b) is held again when a notice turns out not to have arrived', async () => {
    const person = await trust.personAt(school);
    const id = await trust.publish();
    await trust.reached(id, person, '2024-03-01');
    await trust.unreached(id, person, 'BOUNCED');

    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: null });
  });

  it('(c) starts again for everybody with an edit that matters, and not with another', async () => {
    const person = await trust.personAt(school);
    const id = await trust.publish();
    await trust.reached(id, person, '2024-03-01');
    await test.amend(trust.central, { id, version: 2, title: 'Better words' });
    const same = await trust.window(id);
    await test.amend(trust.central, { id, version: 3, terms: { hoursPerWeek: 20 } });
    const restarted = await trust.window(id);
    await trust.reached(id, person, '2024-03-06', 2);

    expect(same).toMatchObject({ earliestDecisionOn: '2024-03-15' });
    expect(restarted).toMatchObject({ earliestDecisionOn: null });
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-03-20' });
  });

  it('(d) gives five school days to those who become eligible while it is open', async () => {
    const id = await trust.publish();
    test.clock.set('2024-03-07T09:00:00Z');
    const joiner = await trust.personAt(school);
    const waiting = await trust.window(id);
    await trust.reached(id, joiner, '2024-03-07');

    expect(waiting).toMatchObject({ earliestDecisionOn: null });
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-03-14' });
  });

  it('does not wait for those who left', async () => {
    const leaver = await trust.personAt(school);
    const id = await trust.publish();
    await test.tellOf(trust.trustId, { status: 'LEFT', contracts: [], assignments: [] }, leaver);

    expect(await trust.window(id)).toMatchObject({
      earliestDecisionOn: '2024-03-09',
      blockers: [{ code: 'STILL_OPEN' }, { code: 'NOBODY_ELIGIBLE' }],
    });
  });

  it('says where a calendar is missing and where it closes too soon, which do not hold it', async () => {
    const person = await trust.personAt(await trust.school());
    const id = await trust.publish();
    await trust.reached(id, person, '2024-03-01');
    const codes = (await trust.window(id)).blockers.map(({ code }) => code);

    expect(codes).toEqual(['STILL_OPEN', 'DAYS_NOT_OVER', 'CLOSES_TOO_SOON', 'NO_CALENDAR']);
    expect(await trust.decide(id, '2024-03-15')).toMatchObject({ state: 'SHORTLISTING' });
  });

  it('tells all staff when it ends, and how many people hold it only those who publish', async () => {
    await trust.personAt(school);
    const id = await trust.publish();
    const [blocker] = (await trust.window(id, aMemberOfStaff(trust.trustId))).blockers;

    expect(blocker).toEqual({ code: 'PEOPLE_UNREACHED', people: null });
  });
});

describe('(f) acting, the one emergency way', () => {
  const acting = { reason: 'The head is ill.', approvedById: '', endsOn: '2024-07-25' };
  beforeEach(() => {
    acting.approvedById = test.people.add(trust.trustId);
  });

  it('is filled as soon as it is published, and everybody is told', async () => {
    const person = await trust.personAt(school);
    const id = await trust.publish({ kind: 'ACTING', acting });

    expect(await trust.window(id)).toEqual({ earliestDecisionOn: '2024-03-01', blockers: [] });
    expect((await requests(id)).flatMap(({ personIds }) => personIds)).toEqual([person]);
  });

  it('needs a reason, somebody else who approves it, and a day on which it ends', async () => {
    const create = (input: object) => test.create(trust.central, { kind: 'ACTING', ...input });
    const unaccounted = await test.publish(trust.central, await create({ opensOn: '2026-01-01' }));
    const endless = await create({ acting: { ...acting, endsOn: '2026-05-01' } });

    expect(unaccounted).toMatchObject({ missing: ['acting'] });
    expect(await test.publish(trust.central, endless)).toMatchObject({ missing: ['acting'] });
    for (const wrong of [
      { acting: { ...acting, approvedById: trust.central.personId } },
      { acting: { ...acting, approvedById: 'Jo' } },
      { kind: 'POST', acting },
    ]) {
      expect(await create(wrong)).toMatchObject({ result: 'BAD_USER_INPUT' });
    }
  });
});

describe('the database', () => {
  const tries = (id: string, sql: string, more: readonly unknown[] = []) =>
    test.within(trust.central, (db) => db.rows(sql, [trust.trustId, id, ...more]));

  it('(a) lets no code path decide, choose or place before the window ends', async () => {
    const person = await trust.personAt(school);
    const id = await trust.publish({ closesOn: '2190-03-08' });
    await trust.reached(id, person, '2024-03-01');
    const early = /before the end of its fairness window/;

    for (const state of ['CLOSED', 'SHORTLISTING', 'DECIDING', 'FILLED', 'PART_FILLED']) {
      const fill = `UPDATE opportunity SET state = '${state}', closes_on = opens_on
                     WHERE trust_id = $1 AND id = $2`;
      await expect(tries(id, fill)).rejects.toThrow(early);
    }
    const choose = `INSERT INTO application (trust_id, id, opportunity_id, person_id, state, submitted_at, version,
                      offered_at, offer_starts_on)
                    VALUES ($1, gen_random_uuid(), $2, $3, 'OFFERED', now(), 1, now(), '2024-09-01')`;
    await expect(tries(id, choose, [person])).rejects.toThrow(early);
    const place = `INSERT INTO placement (trust_id, id, opportunity_id, person_id, kind, home_school_id,
                     host_school_id, starts_on, ends_on)
                   VALUES ($1, gen_random_uuid(), $2, $3, 'SECONDMENT', $3, $3, '2024-09-01', '2025-09-01')`;
    await expect(tries(id, place, [person])).rejects.toThrow(early);
  });

  it('lets nothing be published of which nobody is told', async () => {
    const { id = '' } = await test.create(trust.central);
    const publish = `UPDATE opportunity SET state = 'PUBLISHED', published_at = now()
                      WHERE trust_id = $1 AND id = $2`;
    const untell = 'UPDATE opportunity SET told_version = 0 WHERE trust_id = $1 AND id = $2';

    await expect(tries(id, publish)).rejects.toThrow(/published without a version/);
    await expect(tries(await trust.publish(), untell)).rejects.toThrow(/without a version/);
  });
});

describe('telling everybody', () => {
  it('asks people to, five hundred a page, with what the notice says and until when it is of use', async () => {
    const people = Array.from({ length: 501 }, () => ({ id: newId(), facts: factsAt(school) }));
    await test.tellOfAll(trust.trustId, people);
    test.clock.set('2024-10-01T09:00:00Z');
    const days = { opensOn: '2024-10-01', closesOn: '2024-10-31' };
    const id = await trust.publish({ ...days, title: 'Lead\tearly reading' });
    const asked = await requests(id);

    expect(asked).toMatchObject([
      { kind: 'OPPORTUNITY_PUBLISHED', version: 1, page: 1, pages: 2, closesOn: '2024-10-31' },
      {
        opportunityId: id,
        title: 'Lead early reading',
        text: 'Two terms, with a way back.',
        page: 2,
      },
    ]);
    expect(asked.map(({ personIds }) => personIds.length)).toEqual([500, 1]);
    expect(new Set(asked.flatMap(({ personIds }) => personIds)).size).toBe(501);
  });

  it('is for others to see by number, and who is not reached for those who offer it', async () => {
    const [told, untold] = [await trust.personAt(school), await trust.personAt(school)];
    const id = await trust.publish({ hostSchoolId: school });
    await trust.reached(id, told, '2024-03-01');
    await trust.unreached(id, untold, 'NO_ROUTE');
    const reach = async (viewer = trust.central) => {
      const query = `query ($id: ID!) { opportunity(id: $id) { reach { eligible told
        unreached(first: 5) { totalCount edges { node { person { id } reasons } } } } } }`;
      return (await test.served.ask(viewer, query, { id })).data['opportunity'];
    };
    const unreached = {
      totalCount: 1,
      edges: [{ node: { person: { id: untold }, reasons: ['NO_ROUTE'] } }],
    };

    expect(await reach()).toEqual({ reach: { eligible: 2, told: 1, unreached } });
    expect(await reach(aHead(trust.trustId, school))).toMatchObject({ reach: { told: 1 } });
    expect(await reach(aHead(trust.trustId, newId()))).toEqual({ reach: null });
    expect(await reach(aMemberOfStaff(trust.trustId))).toEqual({ reach: null });
  });

  it('is logged otherwise only of those who wait for it, on a day on which it can have been', async () => {
    const person = await trust.personAt(school);
    const id = await trust.publish({ hostSchoolId: school });
    const log = (more: object, viewer = trust.central) => {
      const told = { opportunityId: id, personId: person, toldOn: '2024-03-01', means: 'A letter' };
      return test.logAlternative(viewer, { ...told, ...more });
    };

    expect(await log({ toldOn: '2024-02-29' })).toMatchObject({ earliestToldOn: '2024-03-01' });
    expect(await log({ toldOn: '2024-03-02' })).toMatchObject({ result: 'NotToldThen' });
    expect(await log({ personId: newId() })).toMatchObject({ result: 'NotWaitingToBeTold' });
    expect(await log({}, aHead(trust.trustId, newId()))).toMatchObject({ result: 'FORBIDDEN' });
    expect(await log({}, thePeopleTeam(newId()))).toMatchObject({ result: 'NOT_FOUND' });
    expect(await log({})).toMatchObject({ result: 'Opportunity' });
    expect(await log({})).toMatchObject({ result: 'NotWaitingToBeTold' });
  });
});

interface Request {
  readonly personIds: readonly string[];
}

/** What people was asked to tell of an opportunity. */
const requests = (opportunityId: string) =>
  asSuperuser(test.served.database.name, async (client) => {
    const { rows } = await client.query<{ data: Request }>(
      `SELECT data FROM event WHERE type = 'opportunity.notice_requested' AND aggregate_id = $1
        ORDER BY sequence`,
      [opportunityId],
    );
    return rows.map(({ data }) => data);
  });
