import {
  type Attack,
  allTrue,
  branching,
  conditions,
  deep,
  doubling,
  everything,
  fragmentsBeside,
  manyRoots,
  opportunityOrRefusal,
  page,
  personFields,
  push,
  records,
  schemaWalk,
  schoolFields,
  times,
  zigzag,
} from './attack.ts';

/** What is let in, each at a limit or as near as it gets. */
export const accepted: readonly Attack[] = [
  { name: 'depth: 15 fields', query: deep(15) },
  { name: 'depth: to and fro between subgraphs', query: zigzag(1) },
  { name: 'root fields: 16, everything of a person', query: manyRoots(everything, 16) },
  { name: 'root fields: 20, to and fro between subgraphs', query: zigzag(20) },
  {
    name: 'aliases: 16 of one field, everything',
    query: `{ person(id: "1") { ${times(15, (n) => `a${n}: manager { ${everything} }`)} } }`,
  },
  {
    name: 'root fields: 20 changes, unions of refusals',
    query: `mutation { ${times(20, (n) => `r${n}: publishOpportunity(input: { id: "${n}", version: 1 }) { ${opportunityOrRefusal} }`)} }`,
  },
  { name: 'aliases: two a level, 4 levels', query: `{ person(id: "1") { ${branching(4)} } }` },
  {
    name: 'selections: 195 times one field',
    query: `{ person(id: "1") { ${'name '.repeat(195)} } }`,
  },
  {
    name: 'selections: 140 times one object',
    query: `{ person(id: "1") { ${'manager { id } '.repeat(140)} } }`,
  },
  {
    name: 'selections: 80 times objects in one another',
    query: `{ person(id: "1") { ${'manager { manager { manager { id } } } '.repeat(80)} } }`,
  },
  { name: 'fragments: doubled 8 times', query: doubling(8) },
  {
    name: 'fragments: 58 beside each other, plain values',
    query: fragmentsBeside(58, personFields),
  },
  {
    name: 'fragments: 58 beside each other, objects',
    query: fragmentsBeside(58, 'manager { name }'),
  },
  { name: 'fragments: 16 beside each other, everything', query: fragmentsBeside(16, everything) },
  {
    name: 'inline fragments: 195',
    query: `{ person(id: "1") { ${'... { name } '.repeat(195)} } }`,
  },
  {
    name: 'inline fragments: 190 deep',
    query: `{ person(id: "1") { ${'... { '.repeat(190)} name ${'} '.repeat(190)} } }`,
  },
  { name: 'directives: 50 conditions', query: conditions(50), variables: allTrue(50) },
  {
    name: 'directives: 15 conditions, each subgraph',
    query: conditions(15, everything),
    variables: allTrue(15),
  },
  {
    name: 'arguments: a literal of 4,900 texts',
    query: `{ changes(types: [${times(4_900, () => '"a"')}]) { cursor } }`,
  },
  {
    name: 'arguments: a text of 99,000 characters',
    query: `{ person(id: "${'x'.repeat(99_000)}") { name } }`,
  },
  {
    name: 'variables: 600 declared',
    query:
      `query (${times(600, (n) => `$v${n}: ID!`)}) { changes(types: [${times(600, (n) => `$v${n}`)}]) { cursor } }`.replaceAll(
        'ID!',
        'String!',
      ),
    variables: Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`v${n}`, 'x'])),
  },
  {
    name: 'variables: 140,000 texts',
    query: 'query ($types: [String!]) { changes(types: $types) { cursor } }',
    variables: { types: Array.from({ length: 140_000 }, () => 'abcd') },
  },
  { name: 'variables: 500 records', query: push, variables: { records: records(500) } },
  {
    name: 'variables: 8 MB, 5,000 records of long texts',
    query: push,
    variables: { records: records(5_000, 1_450) },
  },
  {
    name: 'cost: 4,900 points of objects',
    query: page(
      49,
      `${schoolFields.slice(0, 2)} reports(first: 50) { edges { node { ${personFields} } } }`,
    ),
  },
  {
    name: 'cost: pages of references to 2 subgraphs',
    query: page(
      100,
      'id awards(first: 6) { edges { node { id school { name } person { name } } } } placements(first: 6) { edges { node { id hostSchool { name } } } }',
    ),
  },
  { name: 'cost: 100 people, everything', query: page(25, everything) },
  {
    name: 'cost: 20 pages of plain values',
    query: `{ ${times(20, (n) => `r${n}: people(first: 100) { edges { node { id name } } }`)} }`,
  },
  { name: 'introspection: the schema, as deep as it may be', query: `{ ${schemaWalk} }` },
  { name: 'introspection: 4 times', query: `{ ${times(4, (n) => `r${n}: ${schemaWalk}`)} }` },
  {
    name: 'introspection: types by name',
    query: `{ ${times(4, (n) => `r${n}: __type(name: "Query") { fields { name args { name type { name fields { name } } } type { ofType { name } fields { name } } } }`)} }`,
  },
];
