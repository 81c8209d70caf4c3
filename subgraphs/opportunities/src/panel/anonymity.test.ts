import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestChoosing } from '../choosing.testing.ts';
import { keysOf, SchemaWalk } from '../schema-walk.testing.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPanel } from './testing.ts';

/**
 * Whoever is to choose blind may be of the people team and read all applications elsewhere. Nothing here
 * names a field: the paths are generated from the schema, so a field that is added tomorrow is walked.
 * It is the second round, so that nothing of the first may tell either.
 */
const test = new TestOpportunities();
const panels = new TestPanel(test);
const choosing = new TestChoosing(test, panels);
const trustId = newId();
const central = thePeopleTeam(trustId);
const member = thePeopleTeam(trustId);
const plain = aMemberOfStaff(trustId);
const third = aMemberOfStaff(trustId);
const applicants = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
const bystander = aMemberOfStaff(trustId);
const homeSchools = [newId(), newId(), newId()];
const words = 'I have read to children for years.';
let opportunityId: string;
let applicationIds: string[];
/** What of the applicants nobody on the panel may find in an answer. */
let secrets: string[];

beforeAll(async () => {
  await panels.employ(member, plain, third, bystander, ...applicants);
  opportunityId = await afterAFirstRound();
  const offer = { opportunityId, kind: 'TASTER', title: 'A day of it' };
  const fields = '... on PreparationOffer { id }';
  const taster = await test.mutate(central, 'offerPreparation', offer, fields);
  for (const [index, applicant] of applicants.entries()) {
    test.clock.set(`2026-07-01T09:0${String(index)}:17.000Z`);
    await test.apply(applicant, opportunityId, { statement: words });
  }
  const memberIds = [member, plain, third].map(({ personId }) => personId);
  await panels.appoint(central, { opportunityId, memberIds });
  for (const one of [member, plain, third]) {
    await panels.declare(one, { opportunityId, personIds: [] });
  }
  test.clock.set('2026-07-13T09:00:00Z');
  await choosing.move(central, opportunityId, 'SHORTLISTING');
  await panels.start(central, { opportunityId });
  await asSuperuser(test.served.database.name, async (client) => {
    await client.query("SET session_replication_role = 'replica'"); // beside what only life brings about
    const people = [...applicants, bystander].map(({ personId }) => personId);
    await client.query(
      `INSERT INTO roster_assignment (trust_id, id, person_id, contract_id, school_id, role_codes,
                                      staff_groups, subject_codes, fte, is_primary, starts_on)
       SELECT $1, gen_random_uuid(), person, gen_random_uuid(), school, '{TCHR}', '{TEACHER}', '{}', 1,
              true, '2020-09-01' FROM unnest($2::uuid[], $3::uuid[]) AS one (person, school)`,
      [trustId, people, homeSchools],
    );
    await client.query(
      `INSERT INTO preparation_place (trust_id, id, offer_id, opportunity_id, person_id, taken_at)
       SELECT $1, gen_random_uuid(), $2, $3, person, now() FROM unnest($4::uuid[]) AS person`,
      [trustId, taster.id, opportunityId, applicants.map(({ personId }) => personId)],
    );
    const { rows } = await client.query<{ id: string }>('SELECT id FROM application');
    applicationIds = rows.map(({ id }) => id);
  });
  keyed = keyedWalk.entities();
  secrets = [
    ...applicants.map(({ personId }) => String(personId)),
    ...applicationIds,
    ...homeSchools.slice(0, 2),
    ...['2026-07-01T09:00:17', '2026-07-01T09:01:17'],
  ];
}, 60_000);

/** The same people were turned down by another panel; it is reopened, so that all is blind once more. */
async function afterAFirstRound(): Promise<string> {
  const first = await choosing.applied(central, 0, [], applicants);
  await choosing.locked(first, [[2], [1]]);
  for (const one of applicants) {
    await choosing.on(one, first.opportunityId, 'turnDownApplication', { as: central });
    await choosing.tellWhy(one, first.opportunityId, central);
  }
  for (const to of ['DECIDING', 'UNFILLED']) await choosing.move(central, first.opportunityId, to);
  const { version } = await choosing.seen(central, first.opportunityId);
  const reopening = { id: first.opportunityId, version, to: 'REOPENED', closesOn: '2026-07-10' };
  expect((await test.move(central, reopening)).result).toBe('Opportunity');
  return first.opportunityId;
}

const given = (name: string) => (/person/i.test(name) ? String(bystander.personId) : opportunityId);
const walk = new SchemaWalk(4, given);
const keyedWalk = new SchemaWalk(3, given);
/** What is asked of each keyed type, once it is known what there is. */
let keyed: Map<string, string>;

/** An operation that is not even tried would prove nothing. */
function refuseInvalid(answer: object): void {
  const text = JSON.stringify(answer);
  if (/_FAILED|INTERNAL_SERVER_ERROR/.test(text)) throw new Error(text.slice(0, 600));
}

/** All answers on all paths from Query, and what keyed entities with the id tell. */
async function queried(viewer: Viewer): Promise<string[]> {
  const answers: string[] = [];
  for (const query of walk.queries()) {
    const answer = await test.served.ask(viewer, query);
    refuseInvalid(answer);
    answers.push(JSON.stringify(answer));
  }
  return answers;
}

/** By what one is known: the id, and of what is no id something that there is. */
const keyOf = (typeName: string, id: string) =>
  Object.fromEntries(
    (keysOf.get(typeName) ?? []).map((name) => [name, /id$/i.test(name) ? id : 'TEACHER']),
  );

/** What a keyed type tells of one with each of the ids, errors among it and the ids themselves not. */
async function entities(
  viewer: Viewer,
  typeName: string,
  ids: readonly string[],
): Promise<string[]> {
  const { data, errors } = await test.served.ask<{ _entities: unknown[] }>(
    viewer,
    `query ($references: [_Any!]!) { _entities(representations: $references) {
       ... on ${typeName} { ${keyed.get(typeName) ?? '__typename'} } } }`,
    { references: ids.map((id) => ({ __typename: typeName, ...keyOf(typeName, id) })) },
  );
  refuseInvalid({ data, errors });
  return ids.map((id, index) => {
    const faults = (errors ?? [])
      .filter(({ path }) => path?.[1] === index)
      .map(({ message, path, extensions }) => [message, path?.slice(2), extensions['code']]);
    const told = JSON.stringify({ told: data._entities[index], faults });
    return told.replaceAll(id, 'the id that was asked for');
  });
}

/** The text, and whatever of it is text in base64, as cursors are. */
const readable = (text: string) =>
  [text, ...(text.match(/[\w+/=-]{16,}/g) ?? []).map((part) => Buffer.from(part, 'base64'))].join(
    ' ',
  );

const found = (answers: readonly string[]) => {
  const text = answers.map(readable).join(' ');
  return secrets.filter((secret) => text.includes(secret));
};

describe('a member of a panel that chooses blind', () => {
  it('is walked along every field that can be reached', async () => {
    await queried(member);

    const walked = walk.walked.union(keyedWalk.walked);
    expect([...walk.reachable().difference(walked)]).toEqual([]);
  }, 60_000);

  it.each([
    ['of the people team', member],
    ['of the staff', plain],
  ])(
    '%s finds nobody who applied on any path, in any order or error',
    async (_, viewer) => {
      const answers = await queried(viewer);

      expect(found(answers)).toEqual([]);
      expect(answers.join(' ')).toContain(words); // the candidates are there, by their words alone
    },
    60_000,
  );

  it('would be found out by the same walk: who runs the panel finds all of it', async () => {
    const nowhere = homeSchools; // nor does anybody else find at which school an applicant works
    const known = secrets.filter((secret) => !nowhere.includes(secret));

    expect(found(await queried(central))).toEqual(known);
  }, 60_000);

  it.each(['Person', 'NeedWays', 'School'])(
    'learns from no %s which of two applied',
    async (typeName) => {
      const [applicant = bystander] = applicants;
      const ids =
        typeName === 'Person'
          ? [applicant, bystander].map(({ personId }) => String(personId))
          : [homeSchools[0] ?? '', homeSchools[2] ?? ''];
      for (const viewer of [member, plain]) {
        const [one, other] = await entities(viewer, typeName, ids);
        expect(one).toBe(other);
      }
    },
    60_000,
  );

  it.each([...keysOf.keys()])(
    'learns from no %s that an application is there',
    async (typeName) => {
      for (const viewer of [member, plain]) {
        const [nothing, ...others] = await entities(viewer, typeName, [newId(), ...applicationIds]);
        expect(others).toEqual(applicationIds.map(() => nothing));
      }
    },
    60_000,
  );

  it('learns from no change that it tries who applied, nor that an application is there', async () => {
    const outcome = async (operation: string, id: string) => {
      const { data, errors } = await test.served.ask(member, operation);
      refuseInvalid({ data, errors });
      const faults = errors?.map(({ message, extensions }) => [message, extensions['code']]);
      return JSON.stringify({ data, faults }).replaceAll(id, 'the id');
    };
    const same = async (names: RegExp, one: string, other: string) => {
      const tried = walk.mutations(names, one);
      for (const [name, operation] of tried) {
        const told = [await outcome(operation, one)];
        told.push(await outcome(walk.mutations(names, other).get(name) ?? '', other));
        expect([name, told[0]]).toEqual([name, told[1]]);
      }
      return [...tried.keys()];
    };
    const [{ personId } = bystander] = applicants;

    expect(
      await same(/^(personId|personIds|memberIds)$/, String(personId), String(bystander.personId)),
    ).toContain('appointPanel');
    expect(await same(/^(id|applicationId)$/, applicationIds[0] ?? '', newId())).toContain(
      'giveFeedback',
    );
  }, 60_000);
});
