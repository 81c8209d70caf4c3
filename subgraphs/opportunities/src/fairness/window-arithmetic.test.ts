import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TestOpportunities } from '../testing.ts';
import { bankHolidays } from '../term/bank-holiday.codes.ts';
import { earlyEaster, FairTrust, lateEaster } from './testing.ts';

const test = new TestOpportunities();

type Plan = typeof earlyEaster | null;
const plans: readonly Plan[] = [earlyEaster, lateEaster, null];

const dayOf = (step: number) =>
  new Date(Date.UTC(2024, 1, 20 + step, 12)).toISOString().slice(0, 10);

/** Somebody at one or two of three schools, and on which day they were told. */
const someone = fc.record({
  schools: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 2 }),
  told: fc.integer({ min: 11, max: 170 }).map(dayOf), // March to August
});
const window = fc.record({
  people: fc.array(someone, { minLength: 1, maxLength: 4 }),
  kind: fc.constantFrom('SECONDMENT', 'VISIT'),
  closesOn: fc.integer({ min: 10, max: 60 }).map(dayOf),
});

it('the window ends when a walk from day to day says so, for any people, schools and days', async () => {
  for (const { people, kind, closesOn } of fc.sample(window, { numRuns: 25, seed: 4 })) {
    const trust = new FairTrust(test);
    const schools: string[] = [];
    for (const plan of plans) schools.push(await trust.school(plan ?? undefined));
    const ids: string[] = [];
    for (const { schools: at } of people) {
      ids.push(await trust.personAt(...at.map((index) => schools[index] ?? '')));
    }
    const id = await trust.publish({ kind, closesOn });
    for (const [index, { told }] of people.entries()) {
      await trust.reached(id, ids[index] ?? '', told);
    }

    const days = kind === 'VISIT' ? 5 : 10;
    const ends = people.flatMap(({ schools: at, told }) =>
      at.map((index) => walk(told, days, plans[index] ?? null)),
    );
    const latest = [next(closesOn), ...ends].sort().at(-1);
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: latest });
  }
});

function walk(told: string, days: number, plan: Plan): string {
  let day = told;
  for (let left = days; left > 0;) {
    day = next(day);
    if (isOpen(day, plan)) left -= 1;
  }
  return day;
}

function isOpen(day: string, plan: Plan): boolean {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6 || bankHolidays.includes(day)) return false;
  if (plan === null || day > '2024-08-31') return true;
  const within = ({ firstDay, lastDay }: { firstDay: string; lastDay: string }) =>
    firstDay <= day && day <= lastDay;
  return plan.terms.some(within) && !plan.holidays.some(within);
}

function next(day: string): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
