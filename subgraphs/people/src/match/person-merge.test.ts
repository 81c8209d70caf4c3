import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { EqualityService } from '../equality/equality.service.ts';
import { TestNotices } from '../notice/testing.ts';
import { employment, TestSource, told } from '../sync/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { TestReviewer } from './testing.ts';

const people = testPeople();

/** Reads what is behind the scenes; the tests alone can. */
function rowsOf(sql: string, ...values: readonly (string | null)[]) {
  return asSuperuser(people.served.database.name, async (client) => {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  });
}

/** Two people with a TRN each, which turn out to be one teacher's. */
async function twoOfOne() {
  const trust = await people.trust('Alder', 'Birch');
  const idOf = async (place: number, fields: Readonly<Record<string, unknown>>) => {
    const source = new TestSource(people, trust, 'arbor', place);
    return (await source.send([told('1', fields)])).rows[0]?.person?.id ?? '';
  };
  const goneId = await idOf(0, { trn: '0000001', familyName: 'Ek' });
  const keptId = await idOf(1, { trn: '0000002', familyName: 'Ohm' });
  return { trust, goneId, keptId };
}

async function merge(trust: TestTrust, keptId: string): Promise<void> {
  const reviewer = new TestReviewer(people, trust);
  await reviewer.mergeTrn('0000001', '0000002');
  const [question] = await reviewer.questions();
  expect(await reviewer.confirm(question?.id ?? '', keptId)).toMatchObject({ state: 'CONFIRMED' });
}

describe('two people who are made one', () => {
  it('were trained when either was', async () => {
    const { trust, goneId, keptId } = await twoOfOne();
    const train = (personId: string, until: number) =>
      rowsOf(
        `INSERT INTO manager_training (trust_id, person_id, trained_on, valid_until)
         VALUES ($1, $2, $3, $4)`,
        ...[trust.id, personId, day(-9), day(until)],
      );
    await train(goneId, 20);
    await train(keptId, 10);
    await merge(trust, keptId);

    const sql =
      'SELECT person_id AS id, valid_until::text AS until FROM manager_training WHERE trust_id = $1';
    expect(await rowsOf(sql, trust.id)).toEqual([{ id: keptId, until: day(20) }]);
  });

  it('have what both were told, once', async () => {
    const { trust, goneId, keptId } = await twoOfOne();
    const notices = new TestNotices(people, trust);
    const about = { type: 'Opportunity', id: newId(), version: 1 };
    await notices.tell([goneId, keptId], { about, title: 'For both' });
    await notices.tell([goneId], { title: 'For one' });
    await notices.prefer(goneId, { quietFrom: '20:00', quietUntil: '07:00' });
    await merge(trust, keptId);

    const titles = (await notices.of(keptId)).map(({ title }) => title);
    expect(titles).toEqual(['For one', 'For both']);
    const sql = `SELECT quiet_from::text AS quiet FROM notice_preference
      WHERE trust_id = $1 AND person_id = $2`;
    expect(await rowsOf(sql, trust.id, keptId)).toEqual([{ quiet: '20:00:00' }]);
  });

  it('have the conversations of both, one open, and those that they had together stay as they were', async () => {
    const { trust, goneId, keptId } = await twoOfOne();
    const { id: leadId } = await people.hire(trust);
    const talk = (personId: string, withId: string, state: string, offeredOn: string | null) =>
      rowsOf(
        `INSERT INTO career_conversation (trust_id, id, person_id, lead_id, chosen, situation, state,
           planned_on, offered_on) VALUES ($1, $2, $3, $4, false, 'ANY', $5, $6, $7)`,
        ...[trust.id, newId(), personId, withId, state, day(1)],
        offeredOn,
      );
    await talk(goneId, leadId, 'HELD', day(-9));
    await talk(goneId, keptId, 'HELD', day(-8));
    await talk(leadId, goneId, 'HELD', day(-7));
    await talk(goneId, leadId, 'SCHEDULED', null);
    await talk(keptId, leadId, 'SCHEDULED', null);
    await rowsOf(
      'INSERT INTO willing_colleague (trust_id, person_id) VALUES ($1, $2)',
      trust.id,
      goneId,
    );
    await rowsOf(
      `INSERT INTO conversation_note (trust_id, id, conversation_id, kind, private_to_id, text)
       SELECT trust_id, gen_random_uuid(), id, 'PRIVATE', $2, 'x' FROM career_conversation
        WHERE trust_id = $1 AND $2 IN (person_id, lead_id)`,
      ...[trust.id, goneId],
    );
    await rowsOf(
      `INSERT INTO agreed_action (trust_id, id, conversation_id, owner_id, text, due_on)
       SELECT trust_id, gen_random_uuid(), id, $2, 'x', current_date FROM career_conversation
        WHERE trust_id = $1 AND $2 IN (person_id, lead_id)`,
      ...[trust.id, goneId],
    );
    await rowsOf(
      `INSERT INTO aspiration (trust_id, id, person_id, kind, horizon, text, shared_with)
       VALUES ($1, $2, $3, 'LEAD', 'LATER', '', '{}')`,
      ...[trust.id, newId(), goneId],
    );
    await merge(trust, keptId);

    // All four but the conversation that the two had together.
    const whose = (table: string, column: string) =>
      rowsOf(
        `SELECT ${column} AS id, count(*)::integer FROM ${table} WHERE trust_id = $1 GROUP BY 1 ORDER BY 2`,
        trust.id,
      );
    const passedOn = [
      { id: goneId, count: 1 },
      { id: keptId, count: 3 },
    ];
    expect(await whose('conversation_note', 'private_to_id')).toEqual(passedOn);
    expect(await whose('agreed_action', 'owner_id')).toEqual(passedOn);
    expect(await whose('aspiration', 'person_id')).toEqual([{ id: keptId, count: 1 }]);
    const sql = `SELECT person_id AS person, lead_id AS lead, state FROM career_conversation
      WHERE trust_id = $1 ORDER BY offered_on, state`;
    expect(await rowsOf(sql, trust.id)).toEqual([
      { person: keptId, lead: leadId, state: 'HELD' },
      { person: goneId, lead: keptId, state: 'HELD' },
      { person: leadId, lead: keptId, state: 'HELD' },
      { person: keptId, lead: leadId, state: 'CANCELLED' },
      { person: keptId, lead: leadId, state: 'SCHEDULED' },
    ]);
    const willing = 'SELECT person_id AS id FROM willing_colleague WHERE trust_id = $1';
    expect(await rowsOf(willing, trust.id)).toEqual([{ id: keptId }]);
  });

  it('belong to a network once, and the other membership ends today', async () => {
    const { trust, goneId, keptId } = await twoOfOne();
    await people.network(trust, [goneId, keptId], {});
    await merge(trust, keptId);

    const sql = `SELECT left_on::text AS left FROM network_membership
      WHERE trust_id = $1 AND person_id = $2 ORDER BY left_on`;
    expect(await rowsOf(sql, trust.id, keptId)).toEqual([{ left: day(0) }, { left: null }]);
    expect(await rowsOf(sql, trust.id, goneId)).toEqual([]);
  });

  it('have the terms, invitations and expertise of both, and endorse nothing of their own', async () => {
    const { trust, goneId, keptId } = await twoOfOne();
    const { id: other } = await people.hire(trust);
    const { id: networkId } = await people.network(trust, [goneId, keptId], {});
    const known = (personId: string, theme: string) =>
      rowsOf(
        `INSERT INTO expertise (trust_id, id, person_id, theme, level, phase_codes, evidence, days_a_term)
         VALUES ($1, gen_random_uuid(), $2, $3, 'LEADING', '{}', 'x', 1)`,
        ...[trust.id, personId, theme],
      );
    for (const theme of ['SEND', 'RESEARCH']) await known(goneId, theme);
    await known(keptId, 'SEND');
    for (const endorserId of [keptId, other]) {
      await rowsOf(
        `INSERT INTO expertise_endorsement
           (trust_id, id, expertise_id, person_id, endorser_id, endorsed_on, expires_on)
         SELECT trust_id, gen_random_uuid(), id, person_id, $3, current_date, current_date + 1
           FROM expertise WHERE trust_id = $1 AND person_id = $2`,
        ...[trust.id, goneId, endorserId],
      );
    }
    for (const personId of [goneId, keptId]) {
      await rowsOf(
        `INSERT INTO network_invitation (trust_id, id, network_id, person_id, invited_by_id)
         VALUES ($1, gen_random_uuid(), $2, $3, $4)`,
        ...[trust.id, networkId, personId, goneId],
      );
    }
    await merge(trust, keptId);

    const expertise = `SELECT theme, withdrawn_at IS NULL AS stands FROM expertise
      WHERE trust_id = $1 AND person_id = $2 ORDER BY theme, stands`;
    expect(await rowsOf(expertise, trust.id, keptId)).toEqual([
      { theme: 'RESEARCH', stands: true },
      { theme: 'SEND', stands: false },
      { theme: 'SEND', stands: true },
    ]);
    const endorsers =
      'SELECT DISTINCT endorser_id AS id FROM expertise_endorsement WHERE trust_id = $1';
    expect(await rowsOf(endorsers, trust.id)).toEqual([{ id: other }]);
    const leads = `SELECT person_id AS id FROM network_term JOIN network_membership AS member
      ON member.trust_id = network_term.trust_id AND member.id = membership_id AND left_on IS NULL
      WHERE member.trust_id = $1`;
    expect(await rowsOf(leads, trust.id)).toEqual([{ id: keptId }]);
    const invited = `SELECT state FROM network_invitation
      WHERE trust_id = $1 AND state = 'OPEN' AND invited_by_id = person_id`;
    expect(await rowsOf(invited, trust.id)).toHaveLength(1);
  });

  it('are guests of an allied trust’s network once', async () => {
    const { trust, goneId, keptId } = await twoOfOne();
    const [hostId, networkId] = [newId(), newId()];
    await asSuperuser(people.served.database.name, (client) =>
      client.query(
        `INSERT INTO network_guest (trust_id, id, host_trust_id, network_id, person_id, joined_on)
         SELECT $1, gen_random_uuid(), $2, $3, who, current_date - 9 FROM unnest($4::uuid[]) AS who`,
        [trust.id, hostId, networkId, [goneId, keptId]],
      ),
    );
    await merge(trust, keptId);

    const sql = `SELECT left_on::text AS left FROM network_guest
      WHERE trust_id = $1 AND person_id = $2 ORDER BY left_on`;
    expect(await rowsOf(sql, trust.id, keptId)).toEqual([{ left: day(0) }, { left: null }]);
  });

  it('have the line manager of the one who stays, and the other link ends today', async () => {
    const { trust, goneId, keptId } = await twoOfOne();
    const { id: theirs } = await people.hire(trust);
    const { id: own } = await people.hire(trust);
    await people.manage(trust, theirs, [goneId]);
    await people.manage(trust, own, [keptId]);
    await merge(trust, keptId);

    const sql = `SELECT manager_id AS manager, ends_on::text AS ends FROM manager_link
      WHERE trust_id = $1 AND person_id IN ($2, $3) ORDER BY ends_on`;
    expect(await rowsOf(sql, trust.id, keptId, goneId)).toEqual([
      { manager: theirs, ends: day(0) },
      { manager: own, ends: null },
    ]);
  });

  it('have the equality answers of the one who stays, and else those of the other', async () => {
    const { trust, goneId, keptId } = await twoOfOne();
    const answer = (personId: string, answers: object) => ({ personId, scheme: 'CBDS', answers });
    await people.db.as(trust.central, () =>
      new EqualityService(people.db).record(trust.central, newId(), [
        answer(goneId, { sex: 'F', ethnicity: 'WBRI' }),
        answer(keptId, { sex: 'M' }),
      ]),
    );
    await merge(trust, keptId);

    const sql = `SELECT person_id AS id, question, code FROM equality_answer
      WHERE trust_id = $1 ORDER BY question`;
    expect(await rowsOf(sql, trust.id)).toEqual([
      { id: keptId, question: 'ethnicity', code: 'WBRI' },
      { id: keptId, question: 'sex', code: 'M' },
    ]);
  });
});

describe('somebody who is separated from another', () => {
  it('is as their own record says from the next sync on, though it says the same as before', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const [alder, birch] = [0, 1].map((place) => new TestSource(people, trust, 'arbor', place));
    if (!alder || !birch) throw new Error('there are two');
    const named = (preferredName: string) => ({ trn: '0000003', familyName: 'Ek', preferredName });
    const { rows } = await alder.send([told('1', named('Addie'))]);
    const own = { familyName: 'Ek', preferredName: 'Ada-Lou' };
    await birch.send([told('77', named('Ada-Lou'))]);
    await birch.send([told('77', own)]);
    await alder.send([told('1', named('Ad'))]);

    const personId = rows[0]?.person?.id ?? '';
    const reviewer = new TestReviewer(people, trust);
    const apart = { personId, source: 'arbor', externalId: '77' };
    const { id = '' } = await reviewer.separate(apart);
    expect((await employment(people, trust, id)).name).toBe('Ad Ek');
    await birch.send([told('77', own)]);

    expect((await employment(people, trust, id)).name).toBe('Ada-Lou Ek');
    expect((await employment(people, trust, personId)).name).toBe('Ad Ek');
  });
});
