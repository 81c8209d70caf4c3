import { describe, expect, it } from '@jest/globals';
import { SmallGraph } from './testing/small-graph.ts';

const person = { __typename: 'Person', id: 'p' };
const school = { __typename: 'School', id: 's' };

const subgraphs = {
  people: {
    sdl: `type Query { me: Person home: School }
      type Person @key(fields: "id") { id: ID! name: String }
      type School @key(fields: "id") { id: ID! town: String }`,
    roots: { me: person, home: school },
    entities: { p: { ...person, name: 'Ada' }, s: { ...school, town: 'Whitby' } },
  },
  opportunities: {
    sdl: `type Person @key(fields: "id") { id: ID! host(year: Int): School }
      type School @key(fields: "id") { id: ID! contact(year: Int): Person tasks: [String!] }`,
    entities: {
      p: { ...person, host: ({ year }: { year?: number }) => (year === 1 ? school : null) },
      s: { ...school, contact: person, tasks: ['visit'] },
    },
  },
};

const asked = 'me { host(year: $year) { town } } home { contact(year: $year) { name } }';

describe('what a plan asks of one subgraph at one time', () => {
  it('is one call, and what waits for it is one call again', async () => {
    const graph = new SmallGraph(subgraphs);

    const { data } = await graph.ours(`query($year: Int) { ${asked} }`, { year: 1 });

    expect(data).toEqual({ me: { host: { town: 'Whitby' } }, home: { contact: { name: 'Ada' } } });
    expect(graph.calls).toEqual([
      { subgraph: 'people', variables: {} },
      {
        subgraph: 'opportunities',
        variables: { representations0: [person], representations1: [school], year: 1 },
      },
      {
        subgraph: 'people',
        variables: { representations0: [school], representations1: [person] },
      },
    ]);
  });

  it('is answered without what one part has nothing of', async () => {
    const graph = new SmallGraph(subgraphs);

    const { data } = await graph.ours(`query($year: Int) { ${asked} }`, { year: 2 });

    expect(data).toEqual({ me: { host: null }, home: { contact: { name: 'Ada' } } });
    expect(graph.calls.at(-1)?.variables).toEqual({
      ...{ representations0: [], representations1: [person] },
    });
  });

  it('fails as often as if each had been asked for by itself', async () => {
    const away = { ...subgraphs.opportunities, isAway: true };
    const graph = new SmallGraph({ ...subgraphs, opportunities: away });

    const ours = await graph.ours(`{ me { host { id } } home { tasks } }`);

    expect(graph.calls).toHaveLength(2);
    expect(ours.errors).toHaveLength(2);
    expect(ours).toEqual(await graph.stock(`{ me { host { id } } home { tasks } }`));
  });

  it('is one call for each where a client has a variable of the name that the plan needs', async () => {
    const graph = new SmallGraph(subgraphs);
    const query =
      'query($representations: Int) { me { host(year: $representations) { id } } home { tasks } }';

    await graph.ours(query, { representations: 1 });

    expect(graph.calls).toHaveLength(3);
  });

  it('is asked under its condition, and not with the rest', async () => {
    const graph = new SmallGraph(subgraphs);
    const query = 'query($yes: Boolean!) { me @include(if: $yes) { host { id } } home { tasks } }';

    const { data } = await graph.ours(query, { yes: false });

    expect(data).toEqual({ home: { tasks: ['visit'] } });
    expect(graph.calls).toHaveLength(2);
  });
});
