import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { brittleBorders } from '../testing/brittle-borders.ts';
import { clashingRequirements } from '../testing/fixed-arguments.ts';
import { fixtureSchemas } from '../testing/fixture-schemas.ts';
import { committedSchemas, composeSupergraph, supergraphFile } from './composition.ts';

describe('the committed supergraph', () => {
  it('is what the committed schemas compose to (else: npm run compose)', () => {
    expect(readFileSync(supergraphFile, 'utf8')).toBe(composeSupergraph(committedSchemas()));
  });

  it('lets no dead subgraph empty another’s part of an answer', () => {
    const schemas = [...committedSchemas()].map(([name, sdl]) => [name, parse(sdl)] as const);

    expect(brittleBorders(new Map(schemas))).toEqual([]);
  });
});

describe('a field that another one requires', () => {
  it('is required with one set of arguments in all of a subgraph', () => {
    for (const sdl of committedSchemas().values()) {
      expect(clashingRequirements(parse(sdl))).toEqual([]);
    }
  });

  it('is named when it is required with two', () => {
    const sdl = `type Post { hours(of: Int): Int @external
      pay: Int @requires(fields: "hours(of: 1)") leave: Int @requires(fields: "hours(of: 2)") }`;

    expect(clashingRequirements(parse(sdl))).toEqual(['Post: hours']);
  });
});

describe('schemas that do not fit together', () => {
  const withStudy = (sdl: string) => new Map(fixtureSchemas).set('study', sdl);
  const study = fixtureSchemas.get('study') ?? '';

  it('are named with their code and subgraph', () => {
    const clashing = withStudy(study.replace('goal: String', 'goal: String name: Int'));

    expect(() => composeSupergraph(clashing)).toThrow(
      /The subgraphs do not compose:\n {2}.*FIELD_TYPE_MISMATCH.*Person\.name.*study/s,
    );
  });

  it('are all named at once', () => {
    const clashing = withStudy(
      study
        .replace('goal: String', 'goal: String name: Int')
        .replace('studySpend: Int', 'name: Int'),
    );

    expect(() => composeSupergraph(clashing)).toThrow(/(?=[^]*Person\.name)(?=[^]*School\.name)/);
  });

  it('are named when one is not GraphQL at all', () => {
    expect(() => composeSupergraph(withStudy('type Query {'))).toThrow(/INVALID_GRAPHQL \[study\]/);
  });
});

describe('a field across a border', () => {
  const borders = (people: string, study: string) =>
    brittleBorders(
      new Map([
        ['people', parse(people)],
        ['study', parse(study)],
      ]),
    );
  const people = 'type Person @key(fields: "id") { id: ID! name: String! post: String! }';

  it('may not promise to be there on another’s type', () => {
    expect(borders(people, 'type Person @key(fields: "id") { id: ID! goals: [Int!]! }')).toEqual([
      'study Person.goals',
    ]);
    expect(borders(people, 'type Person @key(fields: "id") { id: ID! goals: [Int!] }')).toEqual([]);
  });

  it('may not promise another’s entity', () => {
    const award = (person: string) =>
      `type Award { pence: Int! person: ${person} } type Person @key(fields: "id") { id: ID! }`;

    expect(borders(people, award('Person!'))).toEqual(['study Award.person']);
    expect(borders(people, award('Person'))).toEqual([]);
  });

  it('may not promise the root of a query', () => {
    expect(borders(people, 'type Query { funds: [Int!]! }')).toEqual(['study Query.funds']);
    expect(borders(people, 'type Query { funds: [Int!] }')).toEqual([]);
  });

  it('may not promise the root of a mutation, whoever owns the answer', () => {
    expect(borders(people, 'type Mutation { award: Int! }')).toEqual(['study Mutation.award']);
    expect(borders(people, 'type Mutation { award: Int }')).toEqual([]);
  });
});
