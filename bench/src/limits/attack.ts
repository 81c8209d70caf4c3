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

export const times = (count: number, piece: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => piece(index)).join(' ');

export const personFields = `id name givenName familyName preferredName workEmail trn`;
export const schoolFields = `id urn name establishmentNumber ukprn town postcode openedOn closedOn joinedOn`;
export const everything = `${personFields} manager { ${personFields} }
  assignments { id fte startsOn roles { code name } school { ${schoolFields} studySpend { amountPence } } }
  applications(first: 1) { edges { node { id opportunity { id title hostSchool { name } } } } }
  placements(first: 1) { edges { node { id hostSchool { name studySpend { awardCount } } } } }
  awards(first: 1) { edges { node { id school { name } awardedBy { name workEmail } } } }`;

/** To and fro between subgraphs, as deep as fields may nest. */
const zigzagFields = `staff(first: 1) { edges { node { awards(first: 1) { edges { node { school {
  opportunities(first: 1) { edges { node { applications(first: 1) { edges { node { id } } } } } } } } } } } } }`;
export const opportunityOrRefusal = `__typename ... on Refusal { message } ... on Opportunity { id title hostSchool { ${schoolFields}
  studySpend { amountPence } staff(first: 1) { edges { node { ${personFields} awards(first: 1) { totalCount } } } } } }`;

export const zigzag = (count: number) =>
  `{ ${times(count, (index) => `r${index}: school(id: "${index}") { ${zigzagFields} }`)} }`;

/** One person and everything of theirs again and again, within the 30 aliases. */
export const manyRoots = (fields: string, count = 20) =>
  `{ ${times(count, (index) => `r${index}: person(id: "${index}") { ${fields} }`)} }`;

export const page = (first: number, fields: string) =>
  `{ people(first: ${first}) { edges { node { ${fields} } } } }`;

export const deep = (depth: number) =>
  `{ person(id: "1") { ${'manager { '.repeat(depth - 2)} name ${'} '.repeat(depth - 2)} } }`;

/** Each fragment spreads the next twice. */
export const doubling = (levels: number, last = 'name') =>
  `{ person(id: "1") { ...F0 } } ${times(
    levels,
    (index) => `fragment F${index} on Person { manager { ...F${index + 1} ...F${index + 1} } }`,
  )} fragment F${levels} on Person { ${last} }`;

export const branching = (levels: number): string =>
  levels === 0
    ? 'name'
    : `manager { ${branching(levels - 1)} } a: manager { ${branching(levels - 1)} }`;

export const fragmentsBeside = (count: number, fields: string) =>
  `{ person(id: "1") { ${times(count, (index) => `...F${index}`)} } }
   ${times(count, (index) => `fragment F${index} on Person { ${fields} }`)}`;

export const conditions = (count: number, fields = 'name') =>
  `query (${times(count, (index) => `$v${index}: Boolean!`)}) { person(id: "1") {
     ${times(count, (index) => `... on Person @include(if: $v${index}) { ${fields} }`)} } }`;

export const allTrue = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, index % 2 === 0]));

export const schemaWalk = `__schema { types { name fields(includeDeprecated: true) { name args { name type { name } }
  type { name kind ofType { name fields { name type { name ofType { name kind } } } } } } } }`;

export const records = (count: number, length = 1) =>
  Array.from({ length: count }, (_, index) => ({
    externalId: `e${index}`,
    givenName: 'A'.repeat(length),
    familyName: 'B',
    contracts: [{ externalId: 'c', firstDay: '2020-01-01', assignments: [] }],
  }));

export const push = `mutation ($records: [StaffRecordInput!]!) {
  pushStaffRecords(input: { syncId: "1", chunk: 1, records: $records }) { __typename } }`;
