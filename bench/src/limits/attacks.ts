/** A request as an attacker with every right would build it against our own supergraph. */
export interface Attack {
  /** What it pushes as far as it goes, or one further. */
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Sent as it is in the place of query and variables. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const times = (count: number, piece: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => piece(index)).join(' ');

const personFields = `id name givenName familyName preferredName workEmail trn`;
const schoolFields = `id urn name establishmentNumber ukprn town postcode openedOn closedOn joinedOn`;
const everything = `${personFields} manager { ${personFields} }
  assignments { id fte startsOn roles { code name } school { ${schoolFields} studySpend { amountPence } } }
  applications(first: 1) { edges { node { id opportunity { id title hostSchool { name } } } } }
  placements(first: 1) { edges { node { id hostSchool { name studySpend { awardCount } } } } }
  awards(first: 1) { edges { node { id school { name } awardedBy { name workEmail } } } }`;

/** To and fro between subgraphs, as deep as fields may nest. */
const zigzag = `{ school(id: "1") { staff(first: 1) { edges { node {
  awards(first: 1) { edges { node { school { staff(first: 1) { edges { node {
  placements(first: 1) { edges { node { hostSchool { studySpend { amountPence } } } } } } } } } } } } } } } } }`;

/** One person and everything of theirs again and again, within the 30 aliases. */
const manyRoots = (fields: string, count = 20) =>
  `{ ${times(count, (index) => `r${index}: person(id: "${index}") { ${fields} }`)} }`;

const page = (first: number, fields: string) =>
  `{ people(first: ${first}) { edges { node { ${fields} } } } }`;

const deep = (depth: number) =>
  `{ person(id: "1") { ${'manager { '.repeat(depth - 2)} name ${'} '.repeat(depth - 2)} } }`;

/** Each fragment spreads the next twice. */
const doubling = (levels: number, last = 'name') =>
  `{ person(id: "1") { ...F0 } } ${times(
    levels,
    (index) => `fragment F${index} on Person { manager { ...F${index + 1} ...F${index + 1} } }`,
  )} fragment F${levels} on Person { ${last} }`;

const branching = (levels: number): string =>
  levels === 0
    ? 'name'
    : `manager { ${branching(levels - 1)} } a: manager { ${branching(levels - 1)} }`;

const fragmentsBeside = (count: number, fields: string) =>
  `{ person(id: "1") { ${times(count, (index) => `...F${index}`)} } }
   ${times(count, (index) => `fragment F${index} on Person { ${fields} }`)}`;

const conditions = (count: number, fields = 'name') =>
  `query (${times(count, (index) => `$v${index}: Boolean!`)}) { person(id: "1") {
     ${times(count, (index) => `... on Person @include(if: $v${index}) { ${fields} }`)} } }`;

const allTrue = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, index % 2 === 0]));

const schemaWalk = `__schema { types { name fields(includeDeprecated: true) { name args { name type { name } }
  type { name kind ofType { name fields { name type { name ofType { name kind } } } } } } } }`;

const records = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    externalId: `e${index}`,
    givenName: 'A',
    familyName: 'B',
    contracts: [{ externalId: 'c', firstDay: '2020-01-01', assignments: [] }],
  }));

const push = `mutation ($records: [StaffRecordInput!]!) {
  pushStaffRecords(input: { syncId: "1", chunk: 1, records: $records }) { __typename } }`;

/** What is let in, each at a limit or as near as it gets. */
export const accepted: readonly Attack[] = [
  { name: 'depth: 15 fields', query: deep(15) },
  { name: 'depth: to and fro between subgraphs', query: zigzag },
  { name: 'root fields: 20, everything of a person', query: manyRoots(everything) },
  {
    name: 'aliases: 30 of one field',
    query: `{ person(id: "1") { ${times(30, (n) => `a${n}: manager { ${everything} }`)} } }`,
  },
  { name: 'aliases: two a level, 4 levels', query: `{ person(id: "1") { ${branching(4)} } }` },
  {
    name: 'selections: 1,990 times one field',
    query: `{ person(id: "1") { ${'name '.repeat(1_990)} } }`,
  },
  {
    name: 'selections: 660 times one object',
    query: `{ person(id: "1") { ${'manager { id name } '.repeat(660)} } }`,
  },
  {
    name: 'selections: 390 times objects in one another',
    query: `{ person(id: "1") { ${'manager { manager { manager { manager { id } } } } '.repeat(390)} } }`,
  },
  { name: 'fragments: doubled 9 times', query: doubling(9) },
  { name: 'fragments: 490 beside each other', query: fragmentsBeside(490, 'name') },
  {
    name: 'fragments: 250 beside each other, objects',
    query: fragmentsBeside(250, 'manager { name }'),
  },
  { name: 'fragments: 24 beside each other, everything', query: fragmentsBeside(24, everything) },
  {
    name: 'inline fragments: 1,240',
    query: `{ person(id: "1") { ${'... { name } '.repeat(1_240)} } }`,
  },
  {
    name: 'inline fragments: 190 deep',
    query: `{ person(id: "1") { ${'... { '.repeat(190)} name ${'} '.repeat(190)} } }`,
  },
  { name: 'directives: 50 conditions', query: conditions(50), variables: allTrue(50) },
  {
    name: 'directives: 50 conditions, each subgraph',
    query: conditions(20, everything),
    variables: allTrue(20),
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
    name: 'variables: 800 declared',
    query:
      `query (${times(800, (n) => `$v${n}: ID!`)}) { changes(types: [${times(800, (n) => `$v${n}`)}]) { cursor } }`.replaceAll(
        'ID!',
        'String!',
      ),
    variables: Object.fromEntries(Array.from({ length: 800 }, (_, n) => [`v${n}`, 'x'])),
  },
  {
    name: 'variables: 900 KB of texts',
    query: 'query ($types: [String!]) { changes(types: $types) { cursor } }',
    variables: { types: Array.from({ length: 180_000 }, () => 'ab') },
  },
  { name: 'variables: 500 records', query: push, variables: { records: records(500) } },
  { name: 'variables: 8 MB of records', query: push, variables: { records: records(60_000) } },
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
  { name: 'introspection: 20 times', query: `{ ${times(20, (n) => `r${n}: ${schemaWalk}`)} }` },
  {
    name: 'introspection: types by name',
    query: `{ ${times(20, (n) => `r${n}: __type(name: "Query") { fields { name args { name type { name fields { name } } } type { ofType { name } fields { name args { name } type { name fields { name } } } } } }`)} }`,
  },
];

const operation = (query: string) => JSON.stringify({ query });

/** What is turned away. */
export const refused: readonly Attack[] = [
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
  { name: 'root fields: 21', query: manyRoots(everything, 21) },
  { name: 'aliases: 31', query: `{ person(id: "1") { ${times(31, (n) => `a${n}: name`)} } }` },
  { name: 'aliases: 1,600', query: `{ ${times(1_600, (n) => `a${n}: __typename`)} }` },
  { name: 'directives: 51', query: conditions(51) },
  {
    name: 'directives: 1,600 of one field',
    query: `{ person(id: "1") { name ${'@skip(if: true) '.repeat(900)} } }`,
  },
  { name: 'selections: 2,001', query: `{ person(id: "1") { ${'name '.repeat(2_000)} } }` },
  { name: 'fragments: doubled 22 times', query: doubling(22) },
  { name: 'fragments: doubled 12 times in sets of ten', query: doubling(12, everything) },
  {
    name: 'fragments: in circles',
    query: doubling(12).replace('F12 on Person { name }', 'F12 on Person { ...F0 }'),
  },
  {
    name: 'unknown fields: 1,900',
    query: `{ person(id: "1") { ${times(1_900, (n) => `x${n}`)} } }`,
  },
  {
    name: 'clashing fields: 1,900',
    query: `{ person(id: "1") { ${times(900, (n) => `staff(first: ${n}) { id }`)} } }`,
  },
  {
    name: 'clashing names: 29 aliases',
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
    name: 'variables: of a wrong type, 900 KB',
    query: 'query ($types: [String!]) { changes(types: $types) { cursor } }',
    variables: { types: Array.from({ length: 180_000 }, () => 12) },
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
