import { describe, expect, it } from '@jest/globals';
import { OperationTypeNode } from 'graphql';
import { SmallGraph } from './testing/small-graph.ts';
import { TwinFetches } from './twin-fetches.ts';

const person = (id: string) => ({ __typename: 'Person', id });

const graph = new SmallGraph({
  people: {
    sdl: `type Query { head: Person school: School }
      type School { head: Person }
      type Person @key(fields: "id") { id: ID! name: String room: String }`,
    roots: { head: person('1'), school: { head: person('1') } },
    entities: { '2': { __typename: 'Person', name: 'Ben', room: 'B7' } },
  },
  study: {
    sdl: 'type Person @key(fields: "id") { id: ID! goal: String mentor: Person }',
    entities: { '1': { __typename: 'Person', goal: 'degree', mentor: person('2') } },
  },
});

const asked = () => graph.calls.map(({ subgraph }) => subgraph);

describe('fetches of one operation that ask the same at once', () => {
  it('are one call, whatever the planner numbers them', async () => {
    const query = 'query Heads { head { goal } school { head { goal } } }';
    const { data } = await graph.ours(query);

    expect(asked()).toEqual(['people', 'study']);
    expect(data).toEqual({ head: { goal: 'degree' }, school: { head: { goal: 'degree' } } });
    expect(await graph.stock(query)).toEqual({ data });
  });

  it('go on each with an answer of its own', async () => {
    const query = '{ head { mentor { is: name } } school { head { mentor { is: room } } } }';
    const { data } = await graph.ours(query);

    expect(asked()).toEqual(['people', 'study', 'people']);
    expect(data).toEqual({
      head: { mentor: { is: 'Ben' } },
      school: { head: { mentor: { is: 'B7' } } },
    });
    expect(await graph.stock(query)).toEqual({ data });
  });

  it('are one call about both when they ask for different fields', async () => {
    await graph.ours('{ head { goal } school { head { mentor { id } } } }');

    expect(asked()).toEqual(['people', 'study']);
  });
});

describe('a mutation', () => {
  it('is asked as often as the plan asks it', () => {
    const mutation = {
      ...{ serviceName: 'people', operation: 'mutation { promote }', operationName: undefined },
      ...{ operationKind: OperationTypeNode.MUTATION, kind: 'Fetch' as const },
    };
    const twins = new TwinFetches();

    expect([twins.add(mutation), twins.add(mutation)]).toEqual([undefined, undefined]);
  });
});
