import { describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { tellOfMorning } from '@trellis/worker/day/conversation-mornings';
import pg from 'pg';
import { talker } from '../conversation/testing.ts';
import { TestNotices } from '../notice/testing.ts';
import { day, type Hire } from '../testing.ts';
import { TestMornings } from './testing.ts';

const mornings = new TestMornings();
const { people } = mornings;

/** A trust with a policy, in which somebody who joined a month ago is due by today. */
async function begin() {
  const trust = await people.trust('Alder', 'Birch');
  await mornings.policy(trust);
  const notices = new TestNotices(people, trust);
  const hire = (told: Hire = {}) => notices.hire({ contract: { startsOn: day(-30) }, ...told });
  /** Kinds of the notices of somebody, the oldest first. */
  const told = async (personId: string) => {
    const { person } = await people.data<{
      person: { notices: { edges: { node: { kind: string } }[] } };
    }>(
      notices.team,
      'query ($id: ID!) { person(id: $id) { notices { edges { node { kind } } } } }',
      { id: personId },
    );
    return person.notices.edges.map(({ node }) => node.kind).toReversed();
  };
  return { trust, notices, hire, told };
}

const [own, lead] = ['CONVERSATION_DUE', 'CONVERSATIONS_TO_OFFER'];

describe('a nudge', () => {
  it('comes to the person from 28 days before, once for what is owed, and to their manager', async () => {
    const { trust, hire, told } = await begin();
    const [person, manager] = [
      await hire(),
      await hire({ contract: { startsOn: day(0), type: 'SLA' } }),
    ];
    await people.manage(trust, manager, [person]);

    await mornings.come(trust, -29); // it is owed by today
    expect([await told(person), await told(manager)]).toEqual([[], []]);
    for (const offset of [-28, -27, -28, 0, 1, 300]) await mornings.come(trust, offset);

    expect(await told(person)).toEqual([own]);
    expect(await told(manager)).toEqual([lead, lead]); // who came on the day
  });

  it('comes for the next one again', async () => {
    const { trust, hire, told } = await begin();
    const [person, other] = [await hire(), await hire()];
    await mornings.come(trust);
    await mornings.talk(trust, person, other, { state: 'HELD', offered_on: day(3) });

    await mornings.come(trust, 300);
    expect(await told(person)).toEqual([own]);
    await mornings.come(trust, 345);

    expect(await told(person)).toEqual([own, own]);
  });

  it('comes to a line manager once a month, while somebody has none arranged', async () => {
    const { trust, hire, told } = await begin();
    const [one, two, manager] = [await hire(), await hire(), await hire()];
    await people.manage(trust, manager, [one, two]);
    await mornings.talk(trust, manager, one, { state: 'SCHEDULED', planned_on: day(200) });
    for (const offset of [0, 1, 14, 27]) await mornings.come(trust, offset);
    expect(await told(manager)).toEqual([lead]);

    await mornings.come(trust, 62);
    expect(await told(manager)).toEqual([lead, lead]);
    for (const person of [one, two]) {
      await mornings.talk(trust, person, manager, { state: 'SCHEDULED', planned_on: day(150) });
    }
    await mornings.come(trust, 124);

    expect(await told(manager)).toEqual([lead, lead]);
  });

  it.each([
    [{ state: 'SCHEDULED', planned_on: day(9) }, []],
    [{ state: 'ASKED', planned_on: day(9), chosen: true }, []],
    [{ state: 'SCHEDULED', planned_on: day(-1) }, [own]], // it was missed
    [{ state: 'POSTPONED', postponed_for: 'COVER' }, [own]],
  ])('is spared whom %j is arranged for', async (arranged, expected) => {
    const { trust, hire, told } = await begin();
    const [person, other] = [await hire(), await hire()];
    await mornings.talk(trust, person, other, arranged);

    await mornings.come(trust);

    expect(await told(person)).toEqual(expected);
  });

  it('comes to nobody before the trust has a policy', async () => {
    const trust = await people.trust();
    const notices = new TestNotices(people, trust);
    const person = await notices.hire();

    await mornings.come(trust);

    expect(await notices.of(person)).toEqual([]);
  });

  it('comes to nobody who is away, long or for a day, and to them when they are back', async () => {
    const { trust, notices, hire, told } = await begin();
    const [person, manager, longAway] = [await hire(), await hire(), await hire()];
    await people.manage(trust, manager, [person]);
    for (const one of [person, manager]) await notices.away(one, day(0), day(1));
    await notices.away(longAway, day(-40), day(40));

    await mornings.come(trust);
    expect([await told(person), await told(manager)]).toEqual([[], []]);
    await mornings.come(trust, 1);

    expect(await told(person)).toEqual([own]);
    expect(await told(longAway)).toEqual([]);
    // The manager is owed one too.
    expect((await told(manager)).toSorted()).toEqual([own, lead].toSorted());
  });

  it('comes to nobody twice in 28 days, also where the policy changes what is owed', async () => {
    const { trust, hire, told } = await begin();
    const person = await hire();
    await mornings.come(trust);
    await mornings.policy(trust, { firstWithinDays: 35, version: 1 });

    await mornings.come(trust, 27);
    expect(await told(person)).toEqual([own]);
    await mornings.come(trust, 28);

    expect(await told(person)).toEqual([own, own]);
  });

  it('comes once when two mornings come at once', async () => {
    const { trust, hire, told } = await begin();
    const [person, manager] = [await hire(), await hire()];
    await people.manage(trust, manager, [person]);
    const come = () => mornings.come(trust);

    await atOnce(people.served.database.name, 'conversation_nudge', [come, come]);

    expect(await told(person)).toEqual([own]);
    expect((await told(manager)).toSorted()).toEqual([own, lead].toSorted());
  });

  it('goes as the person wishes: on no sheet, in their digest, and to no other trust', async () => {
    const { trust, notices, hire } = await begin();
    const [plain, none] = [await hire(), await hire({ workEmail: null })];
    const other = await begin();
    const there = await other.hire();

    await mornings.come(trust);

    const ways = async (id: string) =>
      (await notices.only(id)).history.map(({ channel }) => channel).toSorted();
    expect(await ways(plain)).toEqual(['EMAIL', 'IN_APP']);
    expect(await ways(none)).toEqual(['IN_APP']);
    expect(await other.told(there)).toEqual([]);
    expect(await notices.events(plain)).toEqual([]);
  });

  it('says nothing of anybody, and its day is shown to those who may know when one is due', async () => {
    const { trust, hire } = await begin();
    const [person, manager] = [await hire(), await hire()];
    await people.manage(trust, manager, [person]);
    await mornings.come(trust);

    const { viewer } = await people.data<{
      viewer: { notices: { edges: { node: { kind: string } }[] } };
    }>(
      talker(trust, manager),
      '{ viewer { notices { edges { node { kind title text path closesOn } } } } }',
    );
    expect(viewer.notices.edges.find(({ node }) => node.kind === lead)?.node).toEqual({
      kind: lead,
      title: 'Career conversations are due in your team',
      text: 'Offer a day to those whom you line-manage and have none arranged. They may choose somebody else to talk with.',
      ...{ path: '/conversations/due', closesOn: null },
    });
    const nudged = '{ conversationsDue { edges { node { nudgedOn person { id } } } } }';
    expect(await people.data(talker(trust, manager), nudged)).toEqual({
      conversationsDue: { edges: [{ node: { nudgedOn: day(0), person: { id: person } } }] },
    });
  });
});

describe('a morning', () => {
  it('is told of each trust by the worker, which may read of trusts no more than that they are', async () => {
    const trust = await people.trust();
    const pool = new pg.Pool({ connectionString: people.served.database.jobUrl, max: 1 });
    pool.on('error', () => undefined);
    try {
      await tellOfMorning(pool, new Date('2027-06-30T23:30:00Z'));
      await expect(pool.query('SELECT name FROM trust')).rejects.toThrow('permission denied');
      await expect(pool.query('SELECT * FROM career_conversation')).rejects.toThrow(
        'permission denied',
      );
    } finally {
      await pool.end();
    }

    const events = await asSuperuser(people.served.database.name, async (client) => {
      const { rows } = await client.query<{ data: object }>(
        `SELECT data FROM event WHERE trust_id = $1 AND type = 'conversation.morning'`,
        [trust.id],
      );
      return rows.map(({ data }) => data);
    });
    expect(events).toEqual([{ day: '2027-07-01' }]);
  });
});
