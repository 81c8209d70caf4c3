import { beforeEach, describe, expect, it } from '@jest/globals';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  aHead,
  aMemberOfStaff,
  anApplicationReader,
  TestOpportunities,
  thePeopleTeam,
} from '../testing.ts';
import { applicationsById } from './application.queries.ts';

const test = new TestOpportunities();
let central: Viewer;
let assistant: Viewer;
let colleague: Viewer;

beforeEach(() => {
  const trustId = newId();
  central = thePeopleTeam(trustId);
  assistant = aMemberOfStaff(trustId);
  colleague = aMemberOfStaff(trustId);
});

const page = '{ totalCount edges { node { id person { id } opportunity { id title } } } }';
const entities = `query ($references: [_Any!]!) { _entities(representations: $references) {
  ... on Person { applications ${page} }
  ... on Application { id statement }
  ... on Opportunity { id theirs: applications ${page} }
} }`;

const ask = async (viewer: Viewer, type: string, ...ids: unknown[]) => {
  const references = ids.map((id) => ({ __typename: type, id }));
  return (await test.served.ask(viewer, entities, { references })).data['_entities'];
};

describe('who sees an application', () => {
  it('is the person and those who may read applications, among the person’s', async () => {
    const application = await test.apply(assistant, await test.published(central));
    const { personId } = assistant;
    const one = {
      totalCount: 1,
      edges: [{ node: { id: application.id, person: { id: personId } } }],
    };

    expect(await ask(assistant, 'Person', personId)).toMatchObject([{ applications: one }]);
    expect(await ask(central, 'Person', personId)).toMatchObject([{ applications: one }]);
    expect(await ask(colleague, 'Person', personId)).toEqual([{ applications: null }]);
    expect(await ask(aHead(assistant.trustId, newId()), 'Person', personId)).toEqual([
      { applications: null },
    ]);
  });

  it('is the person and those who may read applications, among the opportunity’s', async () => {
    const opportunity = await test.published(central);
    await test.apply(assistant, opportunity);
    await test.apply(colleague, opportunity);
    const applications = async (viewer: Viewer) => ask(viewer, 'Opportunity', opportunity);
    const own = { totalCount: 1, edges: [{ node: { person: { id: assistant.personId } } }] };
    const none = { totalCount: 0, edges: [] };

    expect(await applications(central)).toMatchObject([{ theirs: { totalCount: 2 } }]);
    expect(await applications(assistant)).toMatchObject([{ theirs: own }]);
    expect(await applications(aHead(assistant.trustId))).toMatchObject([{ theirs: none }]);
  });

  it('is the same when it is asked for by id', async () => {
    const { id } = await test.apply(assistant, await test.published(central));

    expect(await ask(assistant, 'Application', id)).toEqual([{ id, statement: null }]);
    expect(await ask(central, 'Application', id)).toEqual([{ id, statement: null }]);
    expect(await ask(colleague, 'Application', id, 'not an id')).toEqual([null, null]);
  });

  it('is held by the database, whatever a statement leaves out', async () => {
    await test.apply(assistant, await test.published(central));
    const count = (viewer: Viewer) =>
      test.within(viewer, (db) => db.rows<{ id: string }>('SELECT id FROM application'));

    expect(await count(assistant)).toHaveLength(1);
    expect(await count(central)).toHaveLength(1);
    expect(await count(colleague)).toHaveLength(0);
  });

  it('is held by the services too, where the database would allow more', async () => {
    const { id } = await test.apply(assistant, await test.published(central));
    const read = (viewer: Viewer) =>
      test.within(central, (db) => applicationsById(db, viewer, [String(id)]));

    expect(await read(assistant)).toHaveLength(1);
    expect(await read(colleague)).toHaveLength(0);
  });

  it('is nobody who may not read opportunities', async () => {
    const { personId } = assistant;
    const reader = { ...assistant, scopes: new Set(['staff:read']) };
    const { errors } = await test.served.ask(reader, entities, {
      references: [{ __typename: 'Person', id: personId }],
    });

    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});

describe('an API key that reads applications for one school', () => {
  let school: string;
  let key: Viewer;
  let here: string;
  let elsewhere: string;

  beforeEach(async () => {
    const { trustId } = central;
    school = test.people.add(trustId);
    key = anApplicationReader(trustId, school);
    const at = (hostSchoolId: string | null) => test.published(central, { hostSchoolId });
    const opportunities = [await at(school), await at(test.people.add(trustId)), await at(null)];
    const applied = await inTurn(opportunities, (id) => test.apply(assistant, id));
    [here = '', elsewhere = ''] = applied.map(({ id }) => String(id));
  });

  it('sees those for the school and none for another or for the whole trust', async () => {
    const { personId } = assistant;
    const one = { totalCount: 1, edges: [{ node: { id: here } }] };

    expect(await ask(key, 'Person', personId)).toMatchObject([{ applications: one }]);
    expect(await ask(key, 'Application', here, elsewhere)).toMatchObject([{ id: here }, null]);
    expect(await ask(anApplicationReader(key.trustId), 'Application', here)).toEqual([null]);
    expect(await ask(central, 'Person', personId)).toMatchObject([
      { applications: { totalCount: 3 } },
    ]);
  });

  it('sees them among the school’s opportunities alone', async () => {
    const query = `{ opportunities { edges { node { hostSchool { id } applications ${page} } } } }`;
    const { data } = await test.served.ask<{
      opportunities: {
        edges: { node: { hostSchool: { id: string } | null; applications: object } }[];
      };
    }>(key, query);

    expect(data.opportunities.edges).toHaveLength(3);
    for (const { node } of data.opportunities.edges) {
      const totalCount = node.hostSchool?.id === school ? 1 : 0;
      expect(node.applications).toMatchObject({ totalCount });
    }
  });

  it('is held to it by the database, whatever a statement leaves out', async () => {
    const read = (viewer: Viewer) =>
      test.within(viewer, (db) => db.rows<{ id: string }>('SELECT id FROM application'));
    const touch = (viewer: Viewer) =>
      test.within(viewer, (db) =>
        db.rows('UPDATE application SET version = version + 1 RETURNING id'),
      );

    expect(await read(key)).toEqual([{ id: here }]);
    expect(await touch(key)).toEqual([[{ id: here }], 1]);
    expect(await read(anApplicationReader(key.trustId))).toEqual([]);
    expect(await read(assistant)).toHaveLength(3);
    expect(await read(aHead(key.trustId, school))).toEqual([]);
  });

  it('is held to it by the services, where the database would allow more', async () => {
    const read = await test.within(central, (db) => applicationsById(db, key, [here, elsewhere]));

    expect(read).toMatchObject([{ id: here }]);
  });
});

describe('reading applications', () => {
  it('takes as many statements for fifty people as for five', async () => {
    const staff = Array.from({ length: 50 }, () => aMemberOfStaff(central.trustId));
    const opportunities = [await test.published(central), await test.published(central)];
    for (const opportunity of opportunities) {
      await inTurn(staff, (person) => test.apply(person, opportunity));
    }
    const ids = staff.map(({ personId }) => personId);
    const statements = (parents: number) =>
      test.served.statementsDuring(() => ask(central, 'Person', ...ids.slice(0, parents)));

    expect([await statements(5), await statements(50)]).toEqual([3, 3]); // pages, totals, opportunities
  });

  it('takes as many statements for fifty opportunities as for five', async () => {
    const one = () => test.published(central);
    const opportunities = await inTurn(Array.from({ length: 50 }), one);
    await inTurn(opportunities, (id) => test.apply(assistant, id));
    const nested = `query ($first: Int) { opportunities(first: $first) { edges { node {
      hostSchool { id } network { id } applications ${page} } } } }`;
    const statements = (first: number) =>
      test.served.statementsDuring(() => test.served.ask(central, nested, { first }));

    expect([await statements(5), await statements(50)]).toEqual([4, 4]);
  });
});
