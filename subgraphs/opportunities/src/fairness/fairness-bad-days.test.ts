import { beforeEach, describe, expect, it } from '@jest/globals';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { TestOpportunities } from '../testing.ts';
import { earlyEaster, FairTrust, lateEaster } from './testing.ts';

const test = new TestOpportunities();
let trust: FairTrust;

beforeEach(() => {
  trust = new FairTrust(test);
});

/** From September 2024 on. */
const autumn = {
  academicYear: 2024,
  terms: [
    { firstDay: '2024-09-03', lastDay: '2024-12-20' },
    { firstDay: '2025-01-06', lastDay: '2025-07-22' },
  ],
  holidays: [],
  insetDays: ['2024-09-03'],
};

/** A visit that was told of at an instant to somebody at the school; anybody has five school days. */
async function visitToldAt(schoolId: string, instant: string): Promise<string> {
  const person = await trust.personAt(schoolId);
  test.clock.set(instant);
  const day = londonDay(new Date(instant));
  const id = await trust.publish({ kind: 'VISIT', opensOn: day, closesOn: day });
  const data = { at: instant, channel: 'EMAIL' };
  await test.tellOfNotices(trust.trustId, [{ personId: person, type: 'notice.reached', data }], {
    id,
  });
  return id;
}

describe('a fairness window', () => {
  it('over the Easter holidays of two authorities ends with the later of them', async () => {
    const [early, late] = [await trust.school(earlyEaster), await trust.school(lateEaster)];
    const people = [await trust.personAt(early), await trust.personAt(late)];
    const id = await trust.publish({ kind: 'VISIT' });
    for (const person of people) await trust.reached(id, person, '2024-03-21');

    // 22 March and 8 to 11 April at the one; 22, 25, 26, 27 and 28 March at the other
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-04-11' });
    expect(await trust.decide(id, '2024-04-10')).toMatchObject({ result: 'DecisionTooEarly' });
    expect(await trust.decide(id, '2024-04-11')).toMatchObject({ state: 'SHORTLISTING' });
  });

  it('that runs into the summer ends in September, INSET days left out', async () => {
    const school = await trust.school(earlyEaster);
    await test.setCalendar(trust.central, { schoolId: school, ...autumn });
    const id = await visitToldAt(school, '2024-07-17T12:00:00Z');

    // 18, 19 July, then 4, 5 and 6 September
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-09-06' });
  });

  it.each([
    // Forward on 31 March: 28 March, then 2 to 5 April, as Easter has two bank holidays.
    ['forward', '2024-03-27T23:30:00Z', '2024-04-05'],
    // Back on 27 October: 23:30 UTC is the 25th in England, so 28 October to 1 November.
    ['back', '2024-10-24T23:30:00Z', '2024-11-01'],
  ])('loses and gains no day when the clocks go %s', async (_, instant, earliestDecisionOn) => {
    const terms = [{ firstDay: '2024-01-08', lastDay: '2024-07-19' }];
    const school = await trust.school({ ...earlyEaster, terms, holidays: [] });
    await test.setCalendar(trust.central, { schoolId: school, ...autumn });

    const id = await visitToldAt(school, instant);

    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn });
  });

  it('is held by a bounce on its last day, and counts anew from when the person was told', async () => {
    const school = await trust.school(lateEaster);
    const [stays, bounces] = [await trust.personAt(school), await trust.personAt(school)];
    const id = await trust.publish();
    for (const person of [stays, bounces]) await trust.reached(id, person, '2024-03-01');
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-03-15' });

    test.clock.set('2024-03-14T16:00:00Z');
    await trust.unreached(id, bounces, 'BOUNCED');

    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: null });
    expect(await trust.decide(id, '2024-03-15')).toMatchObject({
      ...{ result: 'DecisionTooEarly', earliestDecisionOn: null },
      blockers: expect.arrayContaining([{ code: 'PEOPLE_UNREACHED', people: 1, holds: true }]),
    });
    await test.logAlternative(trust.central, {
      ...{ opportunityId: id, personId: bounces, toldOn: '2024-03-15', means: 'In person.' },
    });
    // 18 to 28 March, nine days, then 15 April
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-04-15' });
  });

  it('waits for somebody on maternity leave without e-mail, until a letter is on record', async () => {
    const school = await trust.school(lateEaster);
    const [atWork, onLeave] = [await trust.personAt(school), await trust.personAt(school)];
    const id = await trust.publish({ kind: 'VISIT' });
    await trust.reached(id, atWork, '2024-03-01');
    await trust.unreached(id, onLeave, 'ON_LEAVE');

    expect(await trust.decide(id, '2024-03-11')).toMatchObject({ result: 'DecisionTooEarly' });
    await test.logAlternative(trust.central, {
      ...{ opportunityId: id, personId: onLeave, toldOn: '2024-03-11', means: 'A letter.' },
    });

    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-03-18' });
    expect(await trust.decide(id, '2024-03-18')).toMatchObject({ state: 'SHORTLISTING' });
  });
});
