import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { rightsFrom, type RoleName } from '../access/role.scopes.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { foundBy, unasked, type Walk, walks } from './schema-walk.testing.ts';

const people = testPeople();

/** What two people wrote and one hopes for, each found by its text wherever it comes up. */
const texts = new Map(
  [
    ...['AGENDA', 'SHARED', 'OWN_NOTE', 'LEADS_NOTE', 'ACTION', 'SHARED_WITH_MANAGER'],
    ...['HOPE_OF_ONE’S_OWN', 'HOPE_FOR_MANAGER', 'HOPE_FOR_TEAM', 'HOPE_FOR_ALL'],
  ].map((name) => [name, `zq ${name.toLowerCase()} qz`]),
);
const textOf = (name: string) => texts.get(name) ?? '';

interface Planted {
  readonly trust: TestTrust;
  readonly ids: readonly string[];
  readonly viewers: Readonly<Record<string, Viewer>>;
}

/** Somebody who talked with a colleague of their choice and, earlier, with their line manager. */
async function plant(): Promise<Planted> {
  const trust = await people.trust('Alder', 'Birch');
  const hire = async (school = 0) => (await people.hire(trust, { posts: [{ school }] })).id;
  const [me, lead, manager] = [await hire(), await hire(1), await hire()];
  const [former, fellow, other] = [await hire(), await hire(1), await hire(1)];
  await people.manage(trust, former, [me], { startsOn: day(-500), endsOn: day(-100) });
  await people.manage(trust, manager, [me], { startsOn: day(-100) });
  const { id: network } = await people.network(trust, [fellow, me, former], {});
  const talk = await aTalk(trust, me, lead, { held: -5 });
  const earlier = await aTalk(trust, me, manager, { held: -60 });
  const action = newId();
  await people.db.as(aViewer({ trustId: trust.id, personId: me }), async () => {
    await note(trust, talk, 'AGENDA', 'AGENDA', null);
    await note(trust, talk, 'SHARED', 'SHARED', null);
    await note(trust, talk, 'PRIVATE', 'OWN_NOTE', me);
    await note(trust, earlier, 'SHARED', 'SHARED_WITH_MANAGER', null);
    await people.db.rows(
      `INSERT INTO agreed_action (trust_id, id, conversation_id, owner_id, text, due_on)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [trust.id, action, talk, me, textOf('ACTION'), day(9)],
    );
    for (const [name, audience] of [
      ['HOPE_OF_ONE’S_OWN', '{}'],
      ['HOPE_FOR_MANAGER', '{MANAGER}'],
      ['HOPE_FOR_TEAM', '{PEOPLE_TEAM}'],
      ['HOPE_FOR_ALL', '{TRUST}'],
    ] as const) {
      await people.db.rows(
        `INSERT INTO aspiration (trust_id, id, person_id, kind, horizon, text, shared_with)
         VALUES ($1, $2, $3, 'STAY_AND_DEEPEN', 'LATER', $4, $5)`,
        [trust.id, newId(), me, textOf(name), audience],
      );
    }
  });
  await people.db.as(aViewer({ trustId: trust.id, personId: lead }), () =>
    note(trust, talk, 'PRIVATE', 'LEADS_NOTE', lead),
  );
  const staff = (personId: string, ...roles: RoleName[]) => {
    const { scopes, allSchools: allPlaces } = rightsFrom(roles, true);
    const placeIds = roles.includes('HEAD') ? [trust.schools[0]?.id ?? ''] : [];
    return aViewer({ trustId: trust.id, personId, scopes, allPlaces, placeIds });
  };
  const mis = { trustId: trust.id, personId: null, placeIds: trust.schools.map(({ id }) => id) };
  const others = await people.trust();
  const stranger = (await people.hire(others)).id;
  return {
    trust,
    ids: [me, talk, earlier, action, network, fellow, trust.schools[0]?.id ?? '', trust.id],
    viewers: {
      PERSON: staff(me),
      LEAD: staff(lead),
      LINE_MANAGER: staff(manager),
      FORMER_MANAGER: staff(former),
      NETWORK_FELLOW: staff(fellow),
      OTHER_STAFF: staff(other),
      HEAD: staff(other, 'HEAD'),
      PEOPLE_TEAM: staff(other, 'PEOPLE_TEAM'),
      FINANCE: staff(other, 'FINANCE'),
      PANEL: staff(other, 'PANEL'),
      ANALYST: staff(other, 'ANALYST'),
      MIS: aViewer({ ...mis, scopes: ['staff:read', 'staff:write', 'leave:read'] }),
      ANOTHER_TRUST: { ...staff(stranger, 'PEOPLE_TEAM'), trustId: others.id },
    },
  };
}

async function aTalk(
  trust: TestTrust,
  personId: string,
  leadId: string,
  { held }: { held: number },
) {
  const id = newId();
  await people.db.as(trust.central, () =>
    people.db.rows(
      `INSERT INTO career_conversation (trust_id, id, person_id, lead_id, chosen, situation, state,
         offered_on) VALUES ($1, $2, $3, $4, false, 'WANTS_DEPTH', 'HELD', $5)`,
      [trust.id, id, personId, leadId, day(held)],
    ),
  );
  return id;
}

async function note(
  { id: trustId }: TestTrust,
  talk: string,
  kind: string,
  name: string,
  privateTo: string | null,
): Promise<void> {
  await people.db.rows(
    `INSERT INTO conversation_note (trust_id, id, conversation_id, kind, text, private_to_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [trustId, newId(), talk, kind, textOf(name), privateTo],
  );
}

const atNote = (...names: string[]) => names.map((name) => `${name} ConversationNote.text`);
const atHope = (...names: string[]) => names.map((name) => `HOPE_${name} Aspiration.text`);
const action = 'ACTION AgreedAction.text';

/**
 * What each role of the domain may reach by any path, reviewed by hand. A new line here is a decision:
 * see docs/decisions/0076-a-conversation-is-between-two.md.
 */
const reviewed: Readonly<Record<string, readonly string[]>> = {
  PERSON: [
    ...[action, ...atNote('AGENDA', 'OWN_NOTE', 'SHARED', 'SHARED_WITH_MANAGER')],
    ...atHope('FOR_ALL', 'FOR_MANAGER', 'FOR_TEAM', 'OF_ONE’S_OWN'),
  ],
  LEAD: [action, ...atNote('AGENDA', 'LEADS_NOTE', 'SHARED'), ...atHope('FOR_ALL')],
  LINE_MANAGER: [...atNote('SHARED_WITH_MANAGER'), ...atHope('FOR_ALL', 'FOR_MANAGER')],
  FORMER_MANAGER: atHope('FOR_ALL'),
  NETWORK_FELLOW: atHope('FOR_ALL'),
  OTHER_STAFF: [],
  HEAD: atHope('FOR_ALL'),
  PEOPLE_TEAM: atHope('FOR_ALL', 'FOR_TEAM'),
  FINANCE: atHope('FOR_ALL'),
  PANEL: [],
  ANALYST: [],
  MIS: [],
  ANOTHER_TRUST: [],
};

describe('what can be reached of conversations and hopes, by every path of the schema', () => {
  let planted: Planted;
  beforeAll(async () => {
    planted = await plant();
  });

  it.each(Object.keys(reviewed))('by %s is what was reviewed', async (role) => {
    const viewer = planted.viewers[role];
    if (!viewer) throw new Error(`there is no ${role}`);
    const ask = (query: string, variables: Walk['variables']) =>
      people.served.ask(viewer, query, variables);
    const found = await foundBy(ask, walks(planted.ids), texts);

    expect(found).toEqual([...(reviewed[role] ?? [])].toSorted());
  });

  it('goes down every path but those that ask for what their reader alone knows', () => {
    const all = walks(planted.ids);

    expect(all.length).toBeGreaterThan(40);
    expect(all.some(({ query }) => query.includes('ConversationNote__text'))).toBe(true);
    expect([...unasked].toSorted()).toEqual([
      ...['Query.identityProvider', 'Query.principalOfApiKey', 'Query.principalOfToken'],
      ...['Query.schoolByUrn', 'Query.schoolsWithoutSpecialist'],
      'School.subjectsWithoutSpecialist',
    ]);
  });
});
