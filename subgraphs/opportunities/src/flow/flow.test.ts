import { beforeEach, describe, expect, it } from '@jest/globals';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestVisits } from '../visit/testing.ts';

const test = new TestOpportunities();
const june = { from: '2026-06-01', to: '2026-07-01' };
let trustId: string;
let central: Viewer;
let analyst: Viewer;
let elm: string;
let oak: string;
let yew: string;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  trustId = newId();
  central = thePeopleTeam(trustId);
  analyst = { ...aMemberOfStaff(trustId), scopes: new Set(['opportunity:read']) };
  [elm = '', oak = '', yew = ''] = [1, 2, 3].map(() => test.people.add(trustId));
});

interface Elsewhere {
  readonly kind?: string;
  readonly startsOn?: string;
  readonly endsOn?: string;
}

/** Puts on record that people were elsewhere: two days in June, unless told. */
async function recorded(
  people: readonly string[],
  [home, host]: readonly [string, string],
  { kind = 'VISIT', startsOn = '2026-06-10', endsOn = '2026-06-12' }: Elsewhere = {},
): Promise<void> {
  await test.within(central, (db) =>
    db.rows(
      `INSERT INTO placement (trust_id, id, person_id, kind, home_school_id, host_school_id, starts_on,
                              ends_on, state)
       SELECT $1, gen_random_uuid(), person_id, $3, $4, $5, $6, $7, 'RECORDED'
         FROM unnest($2::uuid[]) AS person_id`,
      [trustId, people, kind, home, host, startsOn, endsOn],
    ),
  );
}

/** So many people with a post at the school who were elsewhere. */
async function went(
  count: number,
  home: string,
  host: string,
  { subjectCodes = [], ...more }: Elsewhere & { readonly subjectCodes?: string[] } = {},
): Promise<string[]> {
  const people = Array.from({ length: count }, () => {
    const facts = factsAt(home);
    const assignments = facts.assignments.map((post) => ({ ...post, subjectCodes }));
    return { id: newId(), facts: { ...facts, assignments } };
  });
  await test.tellOfAll(trustId, people);
  const ids = people.map(({ id }) => id);
  await recorded(ids, [home, host], more);
  return ids;
}

const flowsShape = z.object({
  flows: z.array(
    z.object({
      homeSchoolId: z.string(),
      hostSchoolId: z.string(),
      kind: z.string(),
      people: z.number().nullable(),
    }),
  ),
  schools: z.array(
    z.object({
      school: z.object({ id: z.string() }),
      sendsTo: z.number(),
      receivesFrom: z.number(),
    }),
  ),
  daysBySubject: z.array(
    z.object({ subjectCode: z.string().nullable(), days: z.number().nullable() }),
  ),
});

async function asked(viewer: Viewer, variables: Readonly<Record<string, string>>) {
  const { data, errors } = await test.served.ask<{ schoolFlows: unknown }>(
    viewer,
    `query ($from: Date!, $to: Date!) { schoolFlows(from: $from, to: $to) {
       flows { homeSchoolId hostSchoolId kind people }
       schools { school { id } sendsTo receivesFrom } daysBySubject { subjectCode days } } }`,
    variables,
  );
  return errors ? { error: errors[0]?.extensions['code'] } : flowsShape.parse(data.schoolFlows);
}

async function flowsOf(viewer = analyst, variables: Readonly<Record<string, string>> = june) {
  const told = await asked(viewer, variables);
  if ('error' in told) throw new Error(String(told.error));
  return told;
}

describe('flows between schools', () => {
  it('are told home by host by kind, to the nearest five and none of fewer than five', async () => {
    await went(7, elm, oak);
    await went(4, elm, oak, { kind: 'SHADOWING' });
    await went(1, oak, yew);

    const { flows } = await flowsOf();

    const sorted = flows.map(({ kind, people }) => `${kind} ${String(people)}`).sort();
    expect(sorted).toEqual(['SHADOWING null', 'VISIT 5', 'VISIT null']);
    expect(flows).toContainEqual({
      ...{ homeSchoolId: elm, hostSchoolId: oak, kind: 'VISIT', people: 5 },
    });
  });

  it('count each person once, and none whose placement is not firm or at another time', async () => {
    const people = await went(5, elm, oak);
    await recorded(people, [elm, oak], { startsOn: '2026-06-22', endsOn: '2026-06-23' });
    await went(6, yew, oak, { startsOn: '2026-07-01', endsOn: '2026-07-02' });
    const visits = new TestVisits(test, trustId);
    await visits.book(await visits.visitor(elm), await visits.offered());

    expect((await flowsOf()).flows).toEqual([
      { homeSchoolId: elm, hostSchoolId: oak, kind: 'VISIT', people: 5 },
    ]);
  });

  it('say which schools nobody visits, and which send nobody', async () => {
    await went(5, elm, oak);
    await went(1, elm, oak, { kind: 'SWAP' });
    await test.tellOf(trustId, factsAt(yew));

    const { schools } = await flowsOf();

    const of = (id: string) => schools.find(({ school }) => school.id === id);
    expect(of(elm)).toMatchObject({ sendsTo: 1, receivesFrom: 0 });
    expect(of(oak)).toMatchObject({ sendsTo: 0, receivesFrom: 1 });
    expect(of(yew)).toMatchObject({ sendsTo: 0, receivesFrom: 0 });
  });

  it('give days by subject, Mondays to Fridays, none of fewer than five people or mostly of two', async () => {
    const week = { startsOn: '2026-06-01', endsOn: '2026-06-08' };
    await went(5, elm, oak, { ...week, subjectCodes: ['MAT'] });
    await went(4, elm, oak, { ...week, subjectCodes: ['ENG'] });
    await went(2, elm, oak, {
      subjectCodes: ['PHY'],
      startsOn: '2026-06-01',
      endsOn: '2026-09-01',
    });
    const once = { startsOn: '2026-06-01', endsOn: '2026-06-02' };
    await went(3, yew, oak, { ...once, subjectCodes: ['PHY'] });

    const { daysBySubject } = await flowsOf(analyst, { from: '2026-06-01', to: '2026-09-01' });

    expect(daysBySubject).toEqual([
      { subjectCode: 'ENG', days: null },
      { subjectCode: 'MAT', days: 25 },
      { subjectCode: 'PHY', days: null },
    ]);
  });

  it('take the subject of what is visited before that of who visits', async () => {
    const visits = new TestVisits(test, trustId);
    const days = { subjectCode: 'HIS', capacity: 5, startsOn: '2026-06-09', endsOn: '2026-06-11' };
    const slotId = await visits.offered(days);
    for (let count = 0; count < 5; count += 1) await visits.book(await visits.visitor(elm), slotId);
    await test.asOwner(central, (db) =>
      db.rows(`ALTER TABLE placement DISABLE TRIGGER USER`).then(async () => {
        await db.rows(`UPDATE placement SET state = 'SCHEDULED' WHERE trust_id = $1`, [trustId]);
        await db.rows(`ALTER TABLE placement ENABLE TRIGGER USER`);
      }),
    );

    expect((await flowsOf()).daysBySubject).toEqual([{ subjectCode: 'HIS', days: 10 }]);
  });

  it('are counted in whole months, three years at most, so that no day follows from two answers', async () => {
    for (const months of [
      { from: '2026-06-02', to: '2026-07-01' },
      { from: '2026-06-01', to: '2026-06-30' },
      { from: '2026-06-01', to: '2026-06-01' },
      { from: '2023-06-01', to: '2026-07-01' },
    ]) {
      expect(await asked(analyst, months)).toEqual({ error: 'BAD_USER_INPUT' });
    }
    expect(await asked(analyst, { from: '2023-07-01', to: '2026-07-01' })).toHaveProperty('flows');
  });

  it('are of one trust, and cost as many statements for many schools as for few', async () => {
    await went(5, elm, oak);
    expect((await flowsOf(aMemberOfStaff(newId()))).schools).toEqual([]);

    const statements = () => test.served.statementsDuring(() => flowsOf());
    const before = await statements();
    await went(20, yew, elm);
    expect([before, await statements()]).toEqual([3, 3]);
  });
});

describe('what a school has to receive', () => {
  const loads = async (
    viewer: Viewer,
    months: Readonly<Record<string, string>> = { from: '2026-05-01', to: '2026-07-01' },
  ) => {
    const { data } = await test.served.ask<{ hostLoads: unknown }>(
      viewer,
      `query ($from: Date!, $to: Date!) { hostLoads(from: $from, to: $to) { school { id }
         months { month people days visitPlaces visitPlacesTaken } } }`,
      months,
    );
    return data.hostLoads;
  };
  const none = { people: 0, days: 0, visitPlaces: 0, visitPlacesTaken: 0 };

  it('is told month by month beside the places for visitors', async () => {
    const visits = new TestVisits(test, trustId);
    await test.tellOf(trustId, factsAt(visits.host));
    await went(2, elm, visits.host, { startsOn: '2026-05-28', endsOn: '2026-06-03' });
    const slotId = await visits.offered({ capacity: 3 });
    await visits.book(await visits.visitor(elm), slotId);

    expect(await loads(visits.head)).toEqual([
      {
        school: { id: visits.host },
        months: [
          { month: '2026-05-01', ...none, people: 2, days: 4 },
          { month: '2026-06-01', people: 2, days: 4, visitPlaces: 3, visitPlacesTaken: 1 },
        ],
      },
    ]);
  });

  it('is for those who answer for the school, each of theirs', async () => {
    await went(1, elm, oak);
    await test.tellOf(trustId, factsAt(oak));

    expect(await loads(aHead(trustId, oak))).toMatchObject([{ school: { id: oak } }]);
    expect(await loads(central)).toHaveLength(2);
    expect(await loads(aHead(newId(), oak))).toEqual([]);
    expect(await loads(analyst)).toBeNull();
  });
});
