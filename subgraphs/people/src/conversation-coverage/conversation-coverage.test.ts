import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { talker } from '../conversation/testing.ts';
import { TestNotices } from '../notice/testing.ts';
import { aStaffRecord, type Hire, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const firstOfMonth = `${londonDay().slice(0, 8)}01`;

/** The day so many days from the first of this month. */
function from(offset: number): string {
  const at = new Date(`${firstOfMonth}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + offset);
  return at.toISOString().slice(0, 10);
}

const query = `query ($by: CoverageBy!) { conversationCoverage(by: $by) { group inTime overdue asOf } }`;

interface Group {
  readonly group: string;
  readonly inTime: number | null;
  readonly overdue: number | null;
}

async function coverage(viewer: Viewer, by: string): Promise<unknown[]> {
  type Read = { conversationCoverage: readonly Group[] };
  const { conversationCoverage } = await people.data<Read>(viewer, query, { by });
  return conversationCoverage.map(({ group, inTime, overdue }) => [group, inTime, overdue]);
}

/** So many people alike, who joined long before anybody was owed anything. */
async function hire(trust: TestTrust, count: number, told: Hire = {}): Promise<string[]> {
  const records = Array.from({ length: count }, () => aStaffRecord(trust, told));
  await people.record(trust, records);
  return records.map(({ id }) => id);
}

/** Writes that each of them was offered a conversation on a day; everybody else’s is overdue. */
async function offered(
  trust: TestTrust,
  personIds: readonly string[],
  offeredOn: string,
  { leadId, state = 'HELD' }: { leadId: string; state?: string },
): Promise<string[]> {
  const ids = personIds.map(() => newId());
  await people.db.as(trust.central, () =>
    people.db.rows(
      `INSERT INTO career_conversation (trust_id, id, person_id, lead_id, chosen, situation, state,
         offered_on) SELECT $1, id, person_id, $4, false, 'ANY', $5, $6
         FROM unnest($2::uuid[], $3::uuid[]) AS each (id, person_id)`,
      [trust.id, ids, personIds, leadId, state, offeredOn],
    ),
  );
  return ids;
}

const assistants: Hire = { posts: [{ school: 1, roles: ['TASS'], fte: 0.5 }] };

/** Ten teachers of whom five are overdue, and twelve assistants of whom five are. */
async function twoGroups() {
  const trust = await people.trust('Alder', 'Birch');
  const [teachers, others] = [await hire(trust, 10), await hire(trust, 12, assistants)];
  const [leadId = ''] = teachers;
  await offered(trust, teachers.slice(5), from(-1), { leadId });
  const declined = { leadId, state: 'DECLINED_BY_STAFF' };
  await offered(trust, others.slice(5), from(-300), declined);
  return { trust, teachers, others, leadId };
}

describe('coverage of conversations', () => {
  it('is told by school, staff group and working pattern; who declined was offered one', async () => {
    const { trust } = await twoGroups();

    expect(await coverage(trust.central, 'SCHOOL')).toEqual([
      ['Alder', 5, 5],
      ['Birch', 7, 5],
    ]);
    expect(await coverage(trust.central, 'STAFF_GROUP')).toEqual([
      ['TEACHER', 5, 5],
      ['TEACHING_ASSISTANT', 7, 5],
    ]);
    expect(await coverage(trust.central, 'WORKING_PATTERN')).toEqual([
      ['FULL_TIME', 5, 5],
      ['PART_TIME', 7, 5],
    ]);
  });

  it('is that of the end of last month for everybody, whatever has happened since', async () => {
    const { trust, teachers, leadId } = await twoGroups();
    await offered(trust, teachers.slice(1, 2), from(0), { leadId });
    await hire(trust, 6, { contract: { startsOn: from(0) } });

    expect((await coverage(trust.central, 'STAFF_GROUP'))[0]).toEqual(['TEACHER', 5, 5]);
    const { conversationCoverage } = await people.data<{ conversationCoverage: unknown[] }>(
      trust.central,
      query,
      { by: 'SCHOOL' },
    );
    expect(conversationCoverage[0]).toMatchObject({ asOf: from(-1) });
  });

  it('counts nobody who is on long leave, nor whom the trust does not employ', async () => {
    const { trust, teachers } = await twoGroups();
    const [, away = ''] = teachers;
    await hire(trust, 6, { contract: { type: 'SAG' } });
    const [more = ''] = await hire(trust, 1);
    await new TestNotices(people, trust).away(more, from(-30), null);
    expect((await coverage(trust.central, 'STAFF_GROUP'))[0]).toEqual(['TEACHER', 5, 5]);

    await new TestNotices(people, trust).away(away, from(-30), null);
    expect((await coverage(trust.central, 'STAFF_GROUP'))[0]).toEqual(['TEACHER', null, null]);
  });

  it('has somebody of two schools and two groups once, under the main post', async () => {
    const { trust } = await twoGroups();
    await hire(trust, 3, {
      posts: [
        { school: 1, roles: ['MIDS'], fte: 0.9, isPrimary: false },
        { school: 0, fte: 0.1 },
      ],
    });

    expect(await coverage(trust.central, 'SCHOOL')).toEqual([
      ['Alder', 5, 8],
      ['Birch', 7, 5],
    ]);
    expect(await coverage(trust.central, 'STAFF_GROUP')).toEqual([
      ['TEACHER', 5, 8],
      ['TEACHING_ASSISTANT', 7, 5],
    ]);
  });

  it('holds small numbers back by every way to part the people, and what would give them away', async () => {
    const { trust } = await twoGroups();
    await hire(trust, 4, { posts: [{ school: 0, roles: ['CTKR'] }] });
    const untold = (...groups: string[]) => groups.map((group) => [group, null, null]);

    expect(await coverage(trust.central, 'STAFF_GROUP')).toEqual([
      ...untold('AUXILIARY', 'TEACHER'),
      ['TEACHING_ASSISTANT', 7, 5],
    ]);
    await hire(trust, 1, { posts: [{ school: 0, roles: ['CTKR'], fte: 0.5 }] });
    expect((await coverage(trust.central, 'STAFF_GROUP'))[0]).toEqual(['AUXILIARY', 0, 5]);
    const few = await people.trust('Alder', 'Birch');
    const [leadId = '', ...others] = await hire(few, 12);
    await offered(few, others.slice(0, 1), from(-1), { leadId });
    expect(await coverage(few.central, 'WORKING_PATTERN')).toEqual(untold('FULL_TIME'));
  });

  it('is read with one statement however often it is asked for, and of one’s own trust', async () => {
    const { trust } = await twoGroups();
    const ways = ['SCHOOL', 'STAFF_GROUP', 'WORKING_PATTERN'];
    const all = ways.map((by) => `${by}: conversationCoverage(by: ${by}) { group asOf }`);
    const during = (text: string) =>
      people.served.statementsDuring(() => people.data(trust.central, text));

    expect(await during(`{ ${all.join(' ')} }`)).toBe(await during(`{ ${all[0] ?? ''} }`));
    expect(await coverage((await people.trust()).central, 'SCHOOL')).toEqual([]);
    const staff = talker(trust, newId());
    expect(await people.codes(staff, query, { by: 'SCHOOL' })).toEqual(['FORBIDDEN']);
  });
});

const outcomesQuery = `{ conversationOutcomes { since before held declined withLink followed actionsDue
  actionsInTime medianGapDays } }`;

async function outcomes(viewer: Viewer): Promise<Record<string, unknown>> {
  type Read = { conversationOutcomes: Record<string, unknown> };
  return (await people.data<Read>(viewer, outcomesQuery)).conversationOutcomes;
}

/** Writes an action agreed in each of the conversations, as one of the two. */
async function agreed(trust: TestTrust, leadId: string, talkIds: string[], action: object) {
  await people.db.as(talker(trust, leadId), () =>
    people.db.rows(
      `INSERT INTO agreed_action (trust_id, id, conversation_id, owner_id, text, due_on, state,
         settled_on, link_type, link_id)
       SELECT $1, gen_random_uuid(), talk.id, $2, 'x', told.due_on, told.state, told.settled_on,
              told.link_type, CASE WHEN told.link_type IS NOT NULL THEN gen_random_uuid() END
         FROM unnest($3::uuid[]) AS talk (id)
        CROSS JOIN jsonb_to_record($4::jsonb)
          AS told (due_on date, state text, settled_on date, link_type text)`,
      [trust.id, leadId, talkIds, JSON.stringify(action)],
    ),
  );
}

async function applied(trust: TestTrust, personIds: readonly string[], on: string) {
  await people.db.as(trust.central, () =>
    people.db.rows(
      `INSERT INTO career_event (trust_id, id, person_id, source, type, aggregate_id, data, occurred_at)
       SELECT $1, gen_random_uuid(), id, 'opportunities', 'application.submitted', gen_random_uuid(),
              '{}', $3::date + time '12:00' FROM unnest($2::uuid[]) AS id`,
      [trust.id, personIds, on],
    ),
  );
}

describe('what came of conversations', () => {
  it('is told in numbers of twelve whole months', async () => {
    const trust = await people.trust();
    const all = await hire(trust, 31);
    const [leadId = '', ...others] = all;
    const early = await offered(trust, others.slice(0, 20), from(-40), { leadId });
    await offered(trust, others.slice(20), from(-20), { leadId, state: 'DECLINED_BY_STAFF' });
    await offered(trust, others.slice(0, 7), from(-400), { leadId });
    await offered(trust, others.slice(20, 26), from(2), { leadId });
    const due = { due_on: from(-3), state: 'DONE' };
    await agreed(trust, leadId, early.slice(0, 6), {
      ...{ ...due, settled_on: from(-3), link_type: 'NETWORK' },
    });
    await agreed(trust, leadId, early.slice(6, 12), { ...due, settled_on: from(-2) });
    await agreed(trust, leadId, early.slice(12), { due_on: from(9), state: 'OPEN' });
    await agreed(trust, leadId, early, { ...due, state: 'DROPPED', settled_on: from(-3) });
    await applied(trust, others.slice(0, 9), from(-10));
    await applied(trust, others.slice(0, 15), from(-50));

    expect(await outcomes(trust.central)).toEqual({
      ...{
        since: `${String(Number(firstOfMonth.slice(0, 4)) - 1)}${firstOfMonth.slice(4)}`,
        before: firstOfMonth,
      },
      ...{ held: 20, declined: 10, withLink: 6, followed: 9 },
      ...{ actionsDue: 12, actionsInTime: 6, medianGapDays: 360 },
    });
  });

  it('holds back what is small, and what is small beside the rest', async () => {
    const trust = await people.trust();
    const [leadId = '', ...others] = await hire(trust, 13);
    const talks = await offered(trust, others.slice(0, 8), from(-40), { leadId });
    await offered(trust, others.slice(8), from(-40), { leadId, state: 'DECLINED_BY_STAFF' });
    await offered(trust, others.slice(0, 4), from(-300), { leadId });
    const done = { due_on: from(-3), state: 'DONE', settled_on: from(-3), link_type: 'AWARD' };
    await agreed(trust, leadId, talks.slice(0, 4), done);
    await agreed(trust, leadId, talks.slice(4), { due_on: from(-3), state: 'OPEN' });
    await applied(trust, others.slice(0, 8), from(-10));

    expect(await outcomes(trust.central)).toMatchObject({
      ...{ held: 12, declined: null, withLink: null, followed: null, actionsDue: 8 },
      ...{ actionsInTime: null, medianGapDays: null },
    });
  });

  it('is of one’s own trust, and nothing where nobody has talked', async () => {
    const nothing = { held: 0, declined: 0, withLink: 0, followed: 0, actionsDue: 0 };
    const { central } = await people.trust();

    expect(await outcomes(central)).toMatchObject({ ...nothing, medianGapDays: null });
    const staff = { ...central, scopes: new Set(['staff:read']) };
    expect(await people.codes(staff, outcomesQuery)).toEqual(['FORBIDDEN']);
  });

  it('is counted by the database in the caller’s trust alone', async () => {
    const { trust } = await twoGroups();
    const other = await people.trust();
    const count = people.db.as(other.central, () =>
      people.db.rows('SELECT held, declined FROM conversation_outcomes($1, $2, $3)', [
        ...[trust.id, from(-366), firstOfMonth],
      ]),
    );

    expect(await count).toEqual([{ held: 0, declined: 0 }]);
  });
});
