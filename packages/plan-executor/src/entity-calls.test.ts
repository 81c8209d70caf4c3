import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { OperationTypeNode, parse } from 'graphql';
import type { PlanNode } from './plan.ts';
import { SmallGraph } from './testing/small-graph.ts';

const ids = ['1', '2', '3', '1', '4', '5'];
const query = '{ people { goal } }';

const graph = new SmallGraph(
  {
    people: {
      sdl: 'type Query { people: [Person] } type Person @key(fields: "id") { id: ID! }',
      roots: { people: ids.map((id) => ({ __typename: 'Person', id })) },
    },
    study: {
      sdl: 'type Person @key(fields: "id") { id: ID! goal: String }',
      entities: Object.fromEntries(
        ids.map((id) => [
          id,
          { __typename: 'Person', goal: id === '4' ? new Error('no goal') : `goal ${id}` },
        ]),
      ),
    },
  },
  { entitiesACall: 2 },
);

describe('more entities than a call may ask for', () => {
  it('are asked for in several calls, and each stands at its place', async () => {
    const { data } = await graph.ours(query);

    const asked = graph.calls.slice(1).map(({ variables }) => variables['representations']);
    const sent = (id: string) => ({ __typename: 'Person', id });
    expect(asked).toEqual([[sent('1'), sent('2')], [sent('3'), sent('4')], [sent('5')]]);
    expect(data).toEqual({
      people: ids.map((id) => ({ goal: id === '4' ? null : `goal ${id}` })),
    });
  });

  it('have their errors at their places too', async () => {
    const { errors } = await graph.ours(query);

    expect(errors?.map(({ path }) => path)).toEqual([['people', 4, 'goal']]);
  });
});

describe('an answer in an impossible form', () => {
  const answerWith = async (study: unknown) => {
    const prepared = graph.executor.prepare(parse(query));
    if (prepared.kind === 'uncompiled') throw new Error(prepared.reason);
    const people = [{ __typename: 'Person', id: '1' }];
    return graph.executor.execute(
      prepared,
      {},
      ({ subgraph }) => Promise.resolve({ data: subgraph === 'people' ? { people } : study }),
      undefined,
    );
  };

  it.each([
    ['no entities', {}],
    ['entities that are no list', { _entities: {} }],
    ['too few', { _entities: [] }],
    ['too many', { _entities: [{ goal: 'a' }, { goal: 'b' }] }],
  ])('costs what was asked and is told of: %s', async (_, study) => {
    const { data, errors } = await answerWith(study);

    expect(data).toEqual({ people: [{ goal: null }] });
    expect(errors).toHaveLength(1);
  });

  it.each([
    ['scalars that are objects', { _entities: [{ goal: { a: 1 } }] }],
    ['an entity that is a scalar', { _entities: [7] }],
  ])('costs the value alone: %s', async (_, study) => {
    expect(await answerWith(study)).toEqual({ data: { people: [{ goal: null }] } });
  });
});

describe('two calls at once, of which one puts a null above what the other is about', () => {
  const call = (serviceName: string, type: string, fields: string): PlanNode => ({
    ...{ kind: 'Fetch', serviceName, operationName: undefined },
    operationKind: OperationTypeNode.QUERY,
    operation: `query($representations:[_Any!]!){_entities(representations:$representations){...on ${type}{${fields}}}}`,
    requires: [
      {
        ...{ kind: 'InlineFragment', typeCondition: type },
        selections: ['__typename', 'id'].map((name) => ({ kind: 'Field', name })),
      },
    ],
  });
  const node: PlanNode = {
    kind: 'Sequence',
    nodes: [
      {
        ...{ kind: 'Fetch', serviceName: 'people', operationName: undefined },
        ...{ operationKind: OperationTypeNode.QUERY, operation: '{school{head{name}}}' },
      },
      {
        kind: 'Parallel',
        nodes: [
          { kind: 'Flatten', path: ['school'], node: call('people', 'School', 'head{name}') },
          { kind: 'Flatten', path: ['school', 'head'], node: call('study', 'Person', 'goal') },
        ],
      },
    ],
  };
  const schools = new SmallGraph(
    {
      people: {
        sdl: `type Query { school: School } type School @key(fields: "id") { id: ID! head: Person }
          type Person @key(fields: "id") { id: ID! name: String }`,
      },
      study: { sdl: 'type Person @key(fields: "id") { id: ID! goal: String }' },
    },
    { planner: { plan: () => ({ node }) } },
  );

  it('keep the place of an error that comes after the null', async () => {
    const prepared = schools.executor.prepare(parse('{ school { head { name goal } } }'));
    if (prepared.kind === 'uncompiled') throw new Error(prepared.reason);
    const head = { __typename: 'Person', id: '1', name: 'Ann' };
    const answers = {
      root: { data: { school: { __typename: 'School', id: 's', head } } },
      people: { data: { _entities: [{ head: null }] } },
      study: { data: null, errors: [{ message: 'no goal', path: ['_entities', 0, 'goal'] }] },
    };

    const { data, errors } = await schools.executor.execute(
      prepared,
      {},
      async ({ subgraph, variables }) => {
        if (!('representations' in variables)) return answers.root;
        if (subgraph === 'people') return answers.people;
        await nextTurn();
        return answers.study;
      },
      undefined,
    );

    expect(data).toEqual({ school: { head: null } });
    expect(errors?.map(({ path }) => path)).toEqual([['school', 'head', 'goal']]);
  });
});
