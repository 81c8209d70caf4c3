import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { talker, TestConversations } from './testing.ts';

const people = testPeople();

async function begin() {
  const trust = await people.trust();
  const talks = new TestConversations(people, trust);
  const [personId, former, next] = [await hire(trust), await hire(trust), await hire(trust)];
  await people.manage(trust, former, [personId], { endsOn: day(0) });
  return { trust, talks, person: talker(trust, personId), personId, former, next };
}

const hire = async (trust: TestTrust, more: object = {}) => (await people.hire(trust, more)).id;

const list = `{ viewer { conversations { edges { node { id state plannedOn situation lead { id }
  agenda { text } } } } } }`;

interface Listed {
  readonly viewer: {
    readonly conversations: {
      readonly edges: readonly {
        readonly node: {
          readonly state: string;
          readonly lead: { readonly id: string } | null;
          readonly agenda: unknown;
        };
      }[];
    };
  };
}

async function talksOf(viewer: Viewer): Promise<unknown[]> {
  const { viewer: told } = await people.data<Listed>(viewer, list);
  return told.conversations.edges.map(({ node }) => [
    node.state,
    node.lead?.id ?? null,
    node.agenda,
  ]);
}

/** As if it had been arranged while the former one still managed. */
async function arranged(trust: TestTrust, personId: string, leadId: string, more: object = {}) {
  const told = { state: 'SCHEDULED', planned_on: day(7), chosen: false, ...more };
  await people.db.as(trust.central, () =>
    people.db.rows(
      `INSERT INTO career_conversation (trust_id, id, person_id, lead_id, situation, state,
         planned_on, chosen, postponed_for)
       SELECT $1, $5, $2, $3, 'ANY', told.state, told.planned_on, told.chosen,
              told.postponed_for
         FROM jsonb_to_record($4::jsonb)
           AS told (state text, planned_on date, chosen boolean, postponed_for text)`,
      [trust.id, personId, leadId, JSON.stringify(told), newId()],
    ),
  );
}

describe('a conversation that is arranged when the line manager changes', () => {
  it.each([
    [{}, 'SCHEDULED'],
    [{ state: 'POSTPONED', planned_on: null, postponed_for: 'COVER' }, 'POSTPONED'],
  ])('is the next one’s from then on: %j', async (told, state) => {
    const { trust, person, personId, former, next } = await begin();
    await arranged(trust, personId, former, told);
    await people.manage(trust, next, [personId], { startsOn: day(0) });

    expect(await talksOf(person)).toEqual([
      [state, next, null],
      ['CANCELLED', null, null], // who it was with is out of reach by now
    ]);
    expect(await talksOf(talker(trust, next))).toHaveLength(1);
  });

  it('does not show the next one what was written for the former', async () => {
    const { trust, person, personId, former, next } = await begin();
    await arranged(trust, personId, former);
    await people.db.as(person, () =>
      people.db.rows(
        `INSERT INTO conversation_note (trust_id, id, conversation_id, kind, text)
         SELECT trust_id, gen_random_uuid(), id, 'AGENDA', 'For you alone'
           FROM career_conversation WHERE trust_id = $1`,
        [trust.id],
      ),
    );
    await people.manage(trust, next, [personId], { startsOn: day(0) });

    expect(await talksOf(talker(trust, next))).toEqual([['SCHEDULED', next, null]]);
  });

  it('stays with a colleague whom the person chose, and where nobody is there to take it on', async () => {
    const { trust, person, personId, former, next } = await begin();
    await arranged(trust, personId, former, { chosen: true });
    await people.manage(trust, next, [personId], { startsOn: day(0) });
    expect(await talksOf(person)).toEqual([['SCHEDULED', former, null]]);

    const other = await begin();
    await arranged(other.trust, other.personId, other.former);
    const gone = await hire(other.trust, { contract: { endsOn: day(0) } });
    await people.manage(other.trust, gone, [other.personId], { startsOn: day(0) });
    expect(await talksOf(other.person)).toEqual([['SCHEDULED', other.former, null]]);
    await people.manage(other.trust, other.next, [await hire(other.trust)]);
    expect(await talksOf(other.person)).toHaveLength(1);
  });

  it('that was held stays as it was', async () => {
    const { trust, talks, person, personId, former, next } = await begin();
    await arranged(trust, personId, former, { planned_on: day(0) });
    const [talk] = await people.db.as(trust.central, () =>
      people.db.rows<{ id: string }>('SELECT id FROM career_conversation WHERE trust_id = $1', [
        trust.id,
      ]),
    );
    const which = { __typename: '', id: talk?.id ?? '', state: 'SCHEDULED', version: 1 };
    await talks.change(person, 'record', which, { heldOn: day(0) });
    await people.manage(trust, next, [personId], { startsOn: day(0) });

    expect(await talksOf(person)).toEqual([['HELD', former, null]]);
  });
});
