import { describe, expect, it } from '@jest/globals';
import { OperationTypeNode, parse } from 'graphql';
import type { BatchFetchNode, EntitiesNode, PlanNode, PlanPath } from './plan.ts';
import type { JsonObject } from './json.ts';
import { SmallGraph } from './testing/small-graph.ts';

const person = (id: string) => ({ __typename: 'Person', id });

const subgraphs = {
  people: {
    sdl: `type Query { school: School } interface Staff { id: ID! }
      type School @key(fields: "id") { id: ID! head: Staff deputy: Staff }
      type Person implements Staff @key(fields: "id") { id: ID! }
      type Team implements Staff @key(fields: "id") { id: ID! }`,
    roots: {
      school: {
        ...{ __typename: 'School', id: 's' },
        head: person('1'),
        deputy: { __typename: 'Team', id: '2' },
      },
    },
  },
  study: {
    sdl: `type School @key(fields: "id") { id: ID! plan: String }
      type Person @key(fields: "id") { id: ID! goal: String }
      type Team @key(fields: "id") { id: ID! goal: String }`,
    entities: {
      s: { __typename: 'School', plan: 'grow' },
      '1': { __typename: 'Person', goal: 'degree' },
      '2': { __typename: 'Team', goal: new Error('no goal') },
    },
  },
};

const asked = (alias: string, type: string, paths: PlanPath[]): EntitiesNode => ({
  ...{ alias, variable: `all${alias}`, paths },
  requires: [
    {
      ...{ kind: 'InlineFragment', typeCondition: type },
      selections: ['__typename', 'id'].map((name) => ({ kind: 'Field', name })),
    },
  ],
});

const batch = (staff: PlanPath[]): BatchFetchNode => ({
  ...{ kind: 'BatchFetch', serviceName: 'study', operationName: undefined },
  operationKind: OperationTypeNode.QUERY,
  operation: `query($all_e0:[_Any!]!, $all_e1:[_Any!]!){
    _e0:_entities(representations:$all_e0){...on School{plan}}
    _e1:_entities(representations:$all_e1){...on Person{goal} ...on Team{goal}}}`,
  entities: [asked('_e0', 'School', [['school']]), asked('_e1', 'Staff', staff)],
});

const graphWith = (staff: PlanPath[], entitiesACall = Infinity) => {
  const root: PlanNode = {
    ...{ kind: 'Fetch', serviceName: 'people', operationName: undefined },
    operationKind: OperationTypeNode.QUERY,
    operation: '{school{__typename id head{__typename id} deputy{__typename id}}}',
  };
  const node: PlanNode = { kind: 'Sequence', nodes: [root, batch(staff)] };
  return new SmallGraph(subgraphs, { planner: { plan: () => ({ node }) }, entitiesACall });
};

const query =
  '{ school { plan head { ... on Person { goal } } deputy { ... on Team { goal } ... on Person { goal } } } }';
const head = ['school', 'head'];
const deputy = ['school', 'deputy'];

describe('a call about several kinds of entities', () => {
  it('asks once, and gives each answer its place', async () => {
    const graph = graphWith([head, deputy]);

    const { data } = await graph.ours(query);

    expect(data).toEqual({
      school: { plan: 'grow', head: { goal: 'degree' }, deputy: { goal: null } },
    });
    expect(graph.calls.map(({ variables }) => variables)).toEqual([
      {},
      {
        all_e0: [{ __typename: 'School', id: 's' }],
        all_e1: [person('1'), { __typename: 'Team', id: '2' }],
      },
    ]);
  });

  it('tells an error of any of them at its place', async () => {
    const { errors } = await graphWith([head, deputy]).ours(query);

    expect(errors?.map(({ path }) => path)).toEqual([['school', 'deputy', 'goal']]);
  });

  it('is cut into calls of fair size, all of which have every kind', async () => {
    const graph = graphWith([head, deputy], 2);

    const { data, errors } = await graph.ours(query);

    expect(graph.calls.slice(1).map(({ variables }) => variables)).toEqual([
      { all_e0: [{ __typename: 'School', id: 's' }], all_e1: [person('1')] },
      { all_e0: [], all_e1: [{ __typename: 'Team', id: '2' }] },
    ]);
    expect(data).toMatchObject({ school: { plan: 'grow', head: { goal: 'degree' } } });
    expect(errors?.map(({ path }) => path)).toEqual([['school', 'deputy', 'goal']]);
  });

  it('is not made where there is nothing to ask about', async () => {
    const graph = graphWith([['school', 'nobody']]);
    const prepared = graph.executor.prepare(parse('{ school { plan } }'));
    if (prepared.kind === 'uncompiled') throw new Error(prepared.reason);
    let calls = 0;
    const nothing = () => {
      calls += 1;
      return Promise.resolve({ data: { school: null } });
    };

    await graph.executor.execute(prepared, {}, nothing, undefined);

    expect(calls).toBe(1);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['no list', { _e0: [{ plan: 'grow' }], _e1: {} }, { plan: 'grow', head: { goal: null } }],
    ['too few', { _e0: [], _e1: [{ goal: 'degree' }] }, { plan: null, head: { goal: 'degree' } }],
  ])('loses no more than what came in an impossible form: %s', async (_, study, school) => {
    const graph = graphWith([head]);
    const prepared = graph.executor.prepare(
      parse('{ school { plan head { ... on Person { goal } } } }'),
    );
    if (prepared.kind === 'uncompiled') throw new Error(prepared.reason);

    const { data, errors } = await graph.executor.execute(
      prepared,
      {},
      ({ subgraph }) =>
        Promise.resolve({
          data: subgraph === 'study' ? study : structuredClone(subgraphs.people.roots),
        }),
      undefined,
    );

    expect(data).toEqual({ school });
    expect(errors).toHaveLength(1);
  });

  it('shows no name of the plan where the call failed', async () => {
    const graph = graphWith([head]);
    const prepared = graph.executor.prepare(
      parse('{ school { head { ... on Person { goal } } } }'),
    );
    if (prepared.kind === 'uncompiled') throw new Error(prepared.reason);
    const failed = { data: null, errors: [{ message: 'away', path: ['_e1', 'goal'] }] };

    const { errors } = await graph.executor.execute(
      prepared,
      {},
      ({ subgraph }) =>
        Promise.resolve(
          subgraph === 'study' ? failed : { data: structuredClone(subgraphs.people.roots) },
        ),
      undefined,
    );

    expect(errors?.map(({ path }) => path)).toEqual([['school', 'head', 'goal']]);
  });
});

describe('a path that goes on for objects of some types alone', () => {
  it.each([
    ['... on Person', ['1']],
    ['... on Team|Nobody', ['2']],
    ['... on Staff', ['1', '2']],
  ])('asks about no other: %s', async (step, ids) => {
    const graph = graphWith([
      [...head, step],
      [...deputy, step],
    ]);

    await graph.ours(query);

    const sent = graph.calls[1]?.variables['all_e1'];
    expect(sent).toMatchObject(ids.map((id) => ({ id })));
    expect(sent).toHaveLength(ids.length);
  });

  it('is told of without them', async () => {
    const { errors } = await graphWith([[...deputy, '... on Team']]).ours(query);

    expect(errors?.map(({ path }) => path)).toEqual([['school', 'deputy', 'goal']]);
  });
});
