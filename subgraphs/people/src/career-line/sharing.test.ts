import { beforeAll, describe, expect, it } from '@jest/globals';
import { TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { rightsFrom, type RoleName } from '../access/role.scopes.ts';
import { foundBy, type Walk, walks } from '../conversation/schema-walk.testing.ts';
import { day, testPeople } from '../testing.ts';
import { keeper, LineSource, TestRecords } from './testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);
const records = new TestRecords(people);

/** What a line is, and what its person says of it, each found by its text wherever it comes up. */
const texts = new Map(
  ['TOLD', 'ADDED'].flatMap((name) =>
    ['ONE’S_OWN', 'HIDDEN', 'FOR_MANAGER', 'FOR_ALL', 'TAKEN_BACK'].flatMap((audience) =>
      ['TITLE', 'WORDS'].map((part) => {
        const key = `${name}_${audience} ${part}`;
        return [key, `zq ${key.toLowerCase()} qz`] as const;
      }),
    ),
  ),
);
const textOf = (name: string) => texts.get(name) ?? '';

/** Somebody with lines of every sort, and everybody who might look. */
async function plant() {
  const trust = await people.trust('Alder', 'Birch');
  const hire = async (school = 0) => (await people.hire(trust, { posts: [{ school }] })).id;
  const [me, manager, former] = [await hire(), await hire(), await hire()];
  const [fellow, other] = [await hire(1), await hire(1)];
  await people.manage(trust, former, [me], { startsOn: day(-500), endsOn: day(-100) });
  await people.manage(trust, manager, [me], { startsOn: day(-100) });
  const { id: network } = await people.network(trust, [fellow, me, former], {});
  const person = keeper(trust, me);
  const source = new LineSource(people, worker, trust);
  const shared: Readonly<Record<string, string[] | null>> = {
    ...{ 'ONE’S_OWN': [], FOR_MANAGER: ['MANAGER'], FOR_ALL: ['TRUST'] },
    ...{ HIDDEN: null, TAKEN_BACK: ['TRUST'] },
  };
  const ids: string[] = [];
  for (const [audience, sharedWith] of Object.entries(shared)) {
    const told = newId();
    const line = { personId: me, title: textOf(`TOLD_${audience} TITLE`), startsOn: '2026-01-01' };
    await source.tell(told, { ...line, kind: 'PROJECT', endsOn: null });
    const input = { kind: 'GOVERNANCE', title: textOf(`ADDED_${audience} TITLE`) };
    const { id: added } = await records.change(person, 'add', { ...input, startsOn: '2020-01-01' });
    for (const [id, name] of [
      [told, 'TOLD'],
      [added, 'ADDED'],
    ] as const) {
      const whatIDid = textOf(`${name}_${audience} WORDS`);
      const version = name === 'TOLD' ? 0 : 1;
      await records.change(person, 'describe', { id, version, whatIDid });
      await records.change(person, 'show', { id, sharedWith: sharedWith ?? ['TRUST'] });
      if (sharedWith === null) await records.change(person, 'hide', { id });
    }
    if (audience === 'TAKEN_BACK') await source.bring(source.removed(told, me));
    ids.push(told, added);
  }
  const staff = (personId: string, ...roles: RoleName[]) => {
    const { scopes, allSchools: allPlaces } = rightsFrom(roles, true);
    const placeIds = roles.includes('HEAD') ? [trust.schools[0]?.id ?? ''] : [];
    return aViewer({ trustId: trust.id, personId, scopes, allPlaces, placeIds });
  };
  const mis = { trustId: trust.id, personId: null, placeIds: trust.schools.map(({ id }) => id) };
  const others = await people.trust();
  const stranger = (await people.hire(others)).id;
  const viewers: Readonly<Record<string, Viewer>> = {
    PERSON: staff(me),
    LINE_MANAGER: staff(manager),
    FORMER_MANAGER: staff(former),
    NETWORK_FELLOW: staff(fellow),
    OTHER_STAFF: staff(other),
    HEAD: staff(other, 'HEAD'),
    PEOPLE_TEAM: staff(other, 'PEOPLE_TEAM'),
    FINANCE: staff(other, 'FINANCE'),
    PANEL: staff(other, 'PANEL'),
    ANALYST: staff(other, 'ANALYST'),
    MIS: aViewer({ ...mis, scopes: ['staff:read', 'staff:write', 'leave:read', 'career:keep'] }),
    ANOTHER_TRUST: { ...staff(stranger, 'PEOPLE_TEAM'), trustId: others.id },
  };
  const places = [network, trust.schools[0]?.id ?? '', trust.id];
  return { trust, me, viewers, ids: [me, ...ids, fellow, ...places] };
}

const lines = (...audiences: string[]) =>
  audiences.flatMap((audience) =>
    ['TOLD', 'ADDED'].flatMap((name) => [
      `${name}_${audience} TITLE CareerLine.title`,
      `${name}_${audience} WORDS OwnWords.whatIDid`,
    ]),
  );

/** Of their CV, which has neither what is hidden nor what was taken back. */
const inCv = [
  ...lines('FOR_ALL', 'FOR_MANAGER', 'ONE’S_OWN'),
  ...lines('TAKEN_BACK').filter((one) => one.startsWith('ADDED')),
].flatMap((one) => ['html', 'jsonResume'].map((file) => one.replace(/ \S+$/, ` Cv.${file}`)));

const forAll = [...lines('FOR_ALL'), ...lines('TAKEN_BACK').filter((one) => /^ADDED/.test(one))];

/**
 * What each role of the domain may reach by any path, reviewed by hand. A new line here is a decision:
 * see docs/decisions/0059-a-career-record-is-its-persons.md.
 */
const reviewed: Readonly<Record<string, readonly string[]>> = {
  PERSON: [...lines('FOR_ALL', 'FOR_MANAGER', 'HIDDEN', 'ONE’S_OWN', 'TAKEN_BACK'), ...inCv],
  LINE_MANAGER: [...forAll, ...lines('FOR_MANAGER')],
  FORMER_MANAGER: forAll,
  NETWORK_FELLOW: forAll,
  OTHER_STAFF: [],
  HEAD: forAll,
  PEOPLE_TEAM: forAll,
  FINANCE: forAll,
  PANEL: [],
  ANALYST: [],
  MIS: [],
  ANOTHER_TRUST: [],
};

let planted: Awaited<ReturnType<typeof plant>>;
beforeAll(async () => {
  planted = await plant();
});

function viewerOf(role: string): Viewer {
  const viewer = planted.viewers[role];
  if (!viewer) throw new Error(`there is no ${role}`);
  return viewer;
}

describe('what can be reached of a career record', () => {
  it.each(Object.keys(reviewed))(
    'by %s, by every path of the schema, is what was reviewed',
    async (role) => {
      const ask = (query: string, variables: Walk['variables']) => {
        const asked = query.replaceAll('careerRecord(first: 5)', 'careerRecord(first: 50)');
        return people.served.ask(viewerOf(role), asked, variables);
      };
      const found = await foundBy(ask, walks(planted.ids), texts);
      expect(found).toEqual([...(reviewed[role] ?? [])].toSorted());
    },
  );

  it.each([
    ...[['PERSON', 10] as const, ['LINE_MANAGER', 5] as const, ['FORMER_MANAGER', 3] as const],
    ...[['PEOPLE_TEAM', 3] as const, ['HEAD', 3] as const, ['MIS', 0] as const],
    ...[['ANOTHER_TRUST', 0] as const],
  ])('by %s is kept to %i lines by the database too', async (role, count) => {
    const viewer = viewerOf(role);
    const rows = await people.db.as(viewer, () =>
      people.db.rows<{ id: string }>(
        `SELECT line.id FROM career_line AS line JOIN career_line_words AS words
             ON words.trust_id = line.trust_id AND words.line_id = line.id`,
      ),
    );
    // The database hides; that what was taken back is not shown to others is the list's to say.
    expect(rows.length).toBe(count === 0 ? 0 : count + (role === 'PERSON' ? 0 : 1));
    const touched = await people.db.as({ ...viewer, personId: viewerOf('HEAD').personId }, () =>
      people.db.rows(
        `WITH one AS (UPDATE career_line SET title = 'x' RETURNING id),
              two AS (UPDATE career_line_words SET what_i_did = 'x' RETURNING line_id),
              three AS (DELETE FROM career_line_words RETURNING line_id)
         SELECT id FROM one UNION ALL SELECT line_id FROM two UNION ALL SELECT line_id FROM three`,
      ),
    );
    expect(touched).toEqual([]);
  });
});
