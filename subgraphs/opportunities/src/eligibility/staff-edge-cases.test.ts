import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsAfter, firstPosition } from '@trellis/events/event-feed';
import type { TrellisEvent } from '@trellis/events/event';
import type { StaffFacts } from '@trellis/staff-roster/staff-facts';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { tellOfDay } from '@trellis/worker/day/day-beginnings';
import pg from 'pg';
import { FairTrust } from '../fairness/testing.ts';
import { TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();
let pool: pg.Pool;
let trust: FairTrust;
let school: string;

beforeAll(() => {
  pool = new pg.Pool({ connectionString: test.served.database.jobUrl, max: 2 });
  pool.on('error', () => undefined); // the database goes before it does
});
afterAll(() => pool.end());
beforeEach(async () => {
  trust = new FairTrust(test);
  school = await trust.school();
});

type Post = Partial<StaffFacts['assignments'][number]>;

/** Somebody whose posts are each so. */
function withPosts(posts: readonly Post[], more: Partial<StaffFacts> = {}): Promise<string> {
  const facts = factsAt(...posts.map(() => school));
  const assignments = facts.assignments.map((post, place) => ({
    ...{ ...post, startsOn: '2020-09-01' },
    ...posts[place],
  }));
  return test.tellOf(trust.trustId, { ...facts, assignments, ...more });
}

/** Whom an opportunity is for, and how often they are asked to be told of it. */
async function eligible(id: string): Promise<string[]> {
  return test.within(trust.central, async (db) => {
    const rows = await db.rows<{ id: string }>(
      `SELECT person_id AS id FROM opportunity_eligible
        WHERE opportunity_id = $1 AND dropped_at IS NULL ORDER BY added_at, person_id`,
      [id],
    );
    return rows.map((row) => row.id);
  });
}

async function asked(id: string): Promise<string[]> {
  const rows = await pool.query<{ people: string[] }>(
    `SELECT data -> 'personIds' AS people FROM event WHERE aggregate_id = $1
        AND type = 'opportunity.notice_requested' ORDER BY sequence`,
    [id],
  );
  return rows.rows.flatMap(({ people }) => people);
}

/** A day begins, as the worker tells it in the night. */
async function begin(day: string): Promise<void> {
  test.clock.set(`${day}T01:10:00Z`);
  const ask = async <Row extends object>(sql: string, parameters: readonly unknown[]) =>
    (await pool.query<Row>(sql, [...parameters])).rows;
  await tellOfDay(pool, test.clock.now());
  const { trustId } = trust;
  const told: TrellisEvent[] = [];
  const choice = { limit: 100, trustId, types: ['roster.day_began'] };
  for (let position = firstPosition; ;) {
    const page = await eventsAfter(ask, position, choice);
    told.push(...page.events);
    ({ position } = page);
    if (page.events.length === 0 && !page.isHeldUp) break;
  }
  expect(told.length).toBeGreaterThan(0);
  const { refused } = await test.worker.bring(
    ...([test.served.url, 'opportunities', 'opportunities', told] as const),
  );
  expect(refused).toEqual([]);
}

describe('an opportunity for all staff', () => {
  it('counts and tells once: one person at two schools, 0.6 and 0.4', async () => {
    const other = await trust.school();
    const person = await withPosts([{ fte: 0.6 }, { fte: 0.4, schoolId: other }]);
    const id = await trust.publish();

    expect(await eligible(id)).toEqual([person]);
    expect(await asked(id)).toEqual([person]);
  });

  it('takes in, once, through either: two roles in two staff groups', async () => {
    const person = await withPosts([
      { staffGroups: ['MIDDAY_SUPERVISOR'], roleCodes: ['MIDD'] },
      { staffGroups: ['TEACHING_ASSISTANT'], roleCodes: ['TASS'] },
    ]);
    const audience = (group: string) => ({ staffGroups: [group], reason: 'It is about lunch.' });

    for (const group of ['MIDDAY_SUPERVISOR', 'TEACHING_ASSISTANT']) {
      expect(await eligible(await trust.publish({ audience: audience(group) }))).toEqual([person]);
    }
    expect(await eligible(await trust.publish({ audience: audience('TEACHER') }))).toEqual([]);
  });

  it('gives part-time and term-time staff the same days as all others', async () => {
    const few = await withPosts([{ fte: 0.1 }]);
    const all = await withPosts([{ fte: 1 }]);
    for (const [early, late] of [
      [few, all],
      [all, few],
    ] as const) {
      const id = await trust.publish();
      await trust.reached(id, early, '2024-03-01');
      await trust.reached(id, late, '2024-03-05');
      expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-03-19' });
    }
  });

  it('leaves out agency and supply staff, who are in no count and hold nothing', async () => {
    await withPosts([{}], { status: 'LEFT' }); // as people tells of those whom it does not employ
    const id = await trust.publish();

    expect(await eligible(id)).toEqual([]);
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-03-09' });
  });
});

describe('a day that was known before', () => {
  it('brings in those whose school joins the trust on it, who are told and have their days', async () => {
    const id = await trust.publish({ closesOn: '2024-03-15' });
    const joining = await withPosts([{ startsOn: '2024-03-06' }], { status: 'FUTURE' });
    await begin('2024-03-05');
    expect(await eligible(id)).toEqual([]);

    await begin('2024-03-06');
    await begin('2024-03-07'); // and not once more

    expect(await eligible(id)).toEqual([joining]);
    expect(await asked(id)).toEqual([joining]);
    await trust.reached(id, joining, '2024-03-06');
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-03-16' });
  });

  it('is made up for where the worker was away on it', async () => {
    const id = await trust.publish({ closesOn: '2024-03-15' });
    const joining = await withPosts([{ startsOn: '2024-03-06' }], { status: 'FUTURE' });

    await begin('2024-03-11');

    expect(await eligible(id)).toEqual([joining]);
  });

  it('lets those go who leave on it: they are eligible until then, and hold nothing from then on', async () => {
    const leaving = await withPosts([{ endsOn: '2024-03-06' }]);
    const id = await trust.publish();
    expect(await eligible(id)).toEqual([leaving]);

    await begin('2024-03-05');
    expect(await eligible(id)).toEqual([leaving]);
    await begin('2024-03-06');

    expect(await eligible(id)).toEqual([]);
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-03-09' });
  });

  it('is the day from which they have begun, or left, for all that asks', async () => {
    const contracts = (startsOn: string, endsOn: string | null) => [
      { ...{ id: crypto.randomUUID(), type: 'PRM' }, startsOn, endsOn },
    ];
    const leaving = await withPosts([{}], { contracts: contracts('2020-09-01', '2024-03-06') });
    const joining = await withPosts([{}], {
      contracts: contracts('2024-03-06', null),
      status: 'FUTURE',
    });
    await trust.publish();
    const statuses = () =>
      test.within(trust.central, async (db) => {
        const sql = 'SELECT id, status FROM roster_person WHERE trust_id = $1';
        const rows = await db.rows<{ id: string; status: string }>(sql, [trust.trustId]);
        const known = new Map(rows.map(({ id, status }) => [id, status]));
        return [known.get(leaving), known.get(joining)];
      });

    await begin('2024-03-05');
    expect(await statuses()).toEqual(['EMPLOYED', 'FUTURE']);
    await begin('2024-03-06');

    expect(await statuses()).toEqual(['LEFT', 'EMPLOYED']);
  });

  it('keeps those whose fixed term is extended before it ends', async () => {
    const person = await withPosts([{ endsOn: '2024-03-06' }]);
    const id = await trust.publish();
    const facts = factsAt(school);
    const assignments = facts.assignments.map((post) => ({ ...post, startsOn: '2020-09-01' }));
    await test.tellOf(trust.trustId, { ...facts, assignments }, person);

    await begin('2024-03-06');

    expect(await eligible(id)).toEqual([person]);
  });

  it('brings in those who get a status on it that was asked for', async () => {
    const audience = { credentialKinds: ['QTS'], reason: 'They teach a class of their own.' };
    const id = await trust.publish({ closesOn: '2024-03-15', audience });
    const credentials = [{ kind: 'QTS', startsOn: '2024-03-06', endsOn: null }];
    const qualifying = await withPosts([{}], { credentials });
    expect(await eligible(id)).toEqual([]);

    await begin('2024-03-06');

    expect(await eligible(id)).toEqual([qualifying]);
  });

  it('takes as many statements for 900 who begin on it as for one', async () => {
    const statements = async (people: number) => {
      trust = new FairTrust(test);
      school = await trust.school();
      await trust.publish({ closesOn: '2024-03-15' });
      const facts = factsAt(school);
      const assignments = facts.assignments.map((post) => ({ ...post, startsOn: '2024-03-06' }));
      const all = Array.from({ length: people }, () => crypto.randomUUID());
      await test.tellOfAll(
        trust.trustId,
        all.map((id) => ({
          id,
          facts: {
            ...facts,
            assignments: assignments.map((one) => ({ ...one, id: crypto.randomUUID() })),
          },
        })),
      );
      return test.served.statementsDuring(() => begin('2024-03-06'));
    };

    expect(await statements(900)).toBe(await statements(1));
  }, 60_000);
});
