import { describe, expect, it } from '@jest/globals';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { type FieldDefinitionNode, Kind, parse } from 'graphql';
import { readFileSync } from 'node:fs';
import { codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();

/** What people gives to analysts and members of the board. */
const scopes = ['opportunity:read', 'study:report', 'trust:read'];

const { definitions } = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));
const rootFields = definitions.flatMap((one) =>
  one.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(one.name.value)
    ? (one.fields ?? [])
    : [],
);

/** Of each set of scopes of which one is enough, the scopes; none where nothing is required. */
function required({ directives = [] }: FieldDefinitionNode): string[][] {
  const found = directives.find(({ name }) => name.value === 'requiresScopes');
  const [argument] = found?.arguments ?? [];
  if (argument?.value.kind !== Kind.LIST) return [];
  return argument.value.values.map((set) =>
    set.kind === Kind.LIST
      ? set.values.flatMap((one) => (one.kind === Kind.STRING ? [one.value] : []))
      : [],
  );
}

describe('an analyst', () => {
  it('reads study reports, and of all else that study answers nothing', () => {
    const open = rootFields.filter((field) => {
      const sets = required(field);
      return sets.length === 0 || sets.some((set) => set.every((one) => scopes.includes(one)));
    });

    expect(rootFields.length).toBeGreaterThan(50);
    expect(open.map(({ name }) => name.value)).toEqual(['studyReport']);
  });

  it('is told nothing of a person or a school that is known by id', async () => {
    const viewer = finance();
    const personId = study.people.add('Person', viewer);
    const schoolId = study.people.add('School', viewer);
    const fundId = await study.aFund(viewer, 100_00);
    const { id } = await study.award(viewer, { fundId, personId, schoolId, amountPence: 1_00 });
    const analyst = aViewer({ trustId: viewer.trustId, scopes });
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Person { awards { totalCount } clawbacks { totalCount } }
      ... on Award { amountPence }
      ... on Fund { amountPence }
    } }`;
    const of = [
      { __typename: 'Person', id: personId },
      { __typename: 'Award', id },
      { __typename: 'Fund', id: fundId },
    ];

    const { data } = await study.served.ask(analyst, query, { of });

    expect(JSON.stringify(data)).not.toMatch(/[1-9]/);
    const spend = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on School { studySpend { amountPence } } } }`;
    const school = [{ __typename: 'School', id: schoolId }];
    expect(codesOf(await study.served.ask(analyst, spend, { of: school }))).toEqual(['FORBIDDEN']);
  });
});
