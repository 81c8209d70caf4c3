import {
  type Attack,
  conditions,
  deep,
  doubling,
  everything,
  fragmentsBeside,
  manyRoots,
  page,
  personFields,
  push,
  records,
  schemaWalk,
  times,
} from './attack.ts';

const operation = (query: string) => JSON.stringify({ query });

/** What is turned away. */
export const refused: readonly Attack[] = [
  {
    name: 'introspection: 6 times',
    query: `{ ${times(6, (n) => `r${n}: ${schemaWalk}`)} }`,
  },
  { name: 'fragments: 490 beside each other', query: fragmentsBeside(490, 'name') },
  {
    name: 'comparisons: 660 times one object',
    query: `{ person(id: "1") { ${'manager { id name } '.repeat(660)} } }`,
  },
  {
    name: 'comparisons: 1,990 times one field',
    query: `{ person(id: "1") { ${'name '.repeat(1_990)} } }`,
  },
  {
    name: 'comparisons, nearly too many, and an unknown field',
    query: `{ person(id: "1") { ${'manager { id } '.repeat(140)} unknown } }`,
  },
  {
    name: 'fragments, nearly too many, and an unknown field',
    query: fragmentsBeside(58, `${personFields} unknown`),
  },
  {
    name: '15 roots with everything and an unknown field',
    query: manyRoots(`${everything} unknown`, 15),
  },
  {
    name: 'values: 180,000',
    query: 'query ($types: [String!]) { changes(types: $types) { cursor } }',
    variables: { types: Array.from({ length: 180_000 }, () => 12) },
  },
  { name: 'values: a body of 8 MB', query: push, variables: { records: records(60_000) } },
  { name: 'tokens: 5,001', query: `{ person(id: "1") { ${'name '.repeat(5_000)} } }` },
  {
    name: 'length: 990,000 characters',
    query: `{ person(id: "1") { name } } # ${'x'.repeat(990_000)}`,
  },
  {
    name: 'length: 99,000 characters of nothing',
    query: `{ person(id: "1") { name ${','.repeat(99_000)} nothing } }`,
  },
  { name: 'recursion: 201 brackets', query: '{ a '.repeat(201) },
  { name: 'recursion: 330,000 brackets', query: '{ a'.repeat(330_000) },
  {
    name: 'syntax error after 4,900 tokens',
    query: `{ person(id: "1") { ${'name '.repeat(4_900)} `,
  },
  { name: 'depth: 16 fields', query: deep(16) },
  { name: 'root fields: 21', query: manyRoots('name', 21) },
  { name: 'aliases: 31', query: `{ person(id: "1") { ${times(31, (n) => `a${n}: name`)} } }` },
  { name: 'aliases: 1,600', query: `{ ${times(1_600, (n) => `a${n}: __typename`)} }` },
  { name: 'directives: 51', query: conditions(51) },
  {
    name: 'directives: 1,600 of one field',
    query: `{ person(id: "1") { name ${'@skip(if: true) '.repeat(900)} } }`,
  },
  { name: 'selections: 1,001', query: `{ person(id: "1") { ${'name '.repeat(2_000)} } }` },
  { name: 'fragments: doubled 22 times', query: doubling(22) },
  { name: 'fragments: doubled 12 times in sets of ten', query: doubling(12, everything) },
  {
    name: 'fragments: in circles',
    query: doubling(12).replace('F12 on Person { name }', 'F12 on Person { ...F0 }'),
  },
  {
    name: 'unknown fields: 990',
    query: `{ person(id: "1") { ${times(990, (n) => `x${n}`)} } }`,
  },
  {
    name: 'clashing fields: 190',
    query: `{ person(id: "1") { ${times(190, (n) => `placements(first: ${n}) { totalCount }`)} } }`,
  },
  {
    name: 'clashing names and 1,900 of one field',
    query: `{ person(id: "1") { ${times(29, (n) => `a: ${n % 2 ? 'name' : 'id'}`)} ${'a '.repeat(1_900)} } }`,
  },
  { name: 'page of 101', query: page(101, 'id') },
  {
    name: 'nodes: pages of 100 in pages of 100',
    query: page(
      100,
      'reports(first: 100) { edges { node { reports(first: 100) { edges { node { id } } } } } }',
    ),
  },
  {
    name: 'variables: of a wrong type, 140,000 of them',
    query: 'query ($types: [String!]) { changes(types: $types) { cursor } }',
    variables: { types: Array.from({ length: 140_000 }, () => 12) },
  },
  {
    name: 'variables: an object 100,000 deep',
    query: '',
    body: `{"query":"query ($id: ID!) { person(id: $id) { id } }","variables":{"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
  },
  {
    name: 'batch: 10,000 operations',
    query: '',
    body: `[${Array.from({ length: 10_000 }, () => operation('{viewer{name}}')).join()}]`,
  },
  { name: 'body: no JSON, 990 KB', query: '', body: '['.repeat(990_000) },
  {
    name: 'unknown hash',
    query: '',
    body: JSON.stringify({
      extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } },
    }),
  },
  {
    name: 'no such operation',
    query: '',
    body: JSON.stringify({
      query: 'query A { viewer { name } } query B { viewer { name } }',
      operationName: 'C',
    }),
  },
  {
    name: 'a key of 10,000 characters',
    query: '{ viewer { name } }',
    headers: { authorization: `Bearer spk_live_${'a'.repeat(10_000)}` },
  },
  {
    name: 'a token of 8,000 characters',
    query: '{ viewer { name } }',
    headers: { authorization: `Bearer eyJhbGciOiJub25lIn0.${'A'.repeat(8_000)}.` },
  },
];
