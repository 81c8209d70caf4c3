import { type BenchmarkGraph, federationLink } from './benchmark-graph.ts';

const count = 50;
const schoolCount = 20;
const schoolOf = (person: string) => ({ id: String(Number(person) % schoolCount) });

const opportunities = {
  name: 'opportunities',
  sdl: `${federationLink}
    type Query { opportunities(tag: String): [Opportunity!]! }
    type Opportunity @key(fields: "id") { id: ID! title: String! closesOn: String! contact: Person }
    type Person @key(fields: "id", resolvable: false) { id: ID! }`,
  resolvers: {
    Query: {
      opportunities: () =>
        Array.from({ length: count }, (_, index) => ({
          id: String(index),
          title: `Maths subject lead for a year, opportunity ${index}`,
          closesOn: '2027-03-01',
          contact: { id: String(index) },
        })),
    },
  },
};

/** Whom the whole gateway, which asks people about its callers, takes everybody for. */
const anyCaller = {
  ...{ trustId: 'trust', personId: null, actorKind: 'API_KEY', actorId: 'bench' },
  ...{ placeIds: [], allPlaces: true, scopes: [], hourlyCost: 2_000_000_000 },
  trustedDocumentsOnly: false,
};

const people = {
  name: 'people',
  sdl: `${federationLink}
    type Query {
      person(id: ID!): Person
      principalOfApiKey(keyId: String!, secretHash: String!): Principal @inaccessible
    }
    type Mutation { recordUsage(usages: [UsageInput!]!): [Int!] }
    input UsageInput { trustId: ID! principalId: ID! hour: String! points: Int! }
    enum ActorKind @inaccessible { PERSON API_KEY }
    type Principal @inaccessible {
      trustId: ID! personId: ID actorKind: ActorKind! actorId: ID! placeIds: [ID!]!
      allPlaces: Boolean! scopes: [String!]! hourlyCost: Int trustedDocumentsOnly: Boolean!
    }
    type Person @key(fields: "id") {
      id: ID! givenName: String! familyName: String! workEmail: String
      roles: [String!]! school: School
    }
    type School @key(fields: "id", resolvable: false) { id: ID! }`,
  resolvers: {
    Query: { principalOfApiKey: () => anyCaller },
    Mutation: {
      recordUsage: (_: unknown, { usages }: { usages: unknown[] }) => usages.map(() => 0),
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) => ({
        id,
        givenName: `Given${id}`,
        familyName: `Family${id}`,
        workEmail: `given${id}.family${id}@example.org`,
        roles: ['TCHR', 'HDPT'],
        school: schoolOf(id),
      }),
    },
  },
};

const schools = {
  name: 'study', // of the names that the whole gateway knows
  sdl: `${federationLink}
    type Query { school(id: ID!, tag: String): School }
    type School @key(fields: "id") { id: ID! name: String! town: String! phase: String! }`,
  resolvers: {
    Query: { school: (_: unknown, { id }: { id: string }) => aSchool(id) },
    School: { __resolveReference: ({ id }: { id: string }) => aSchool(id) },
  },
};

function aSchool(id: string) {
  return { id, name: `Harbour Road School ${id}`, town: 'Whitby', phase: 'SECONDARY' };
}

/** Fifty opportunities, whom to ask about each, and where they work: three stages. And one school. */
export const schoolGraph: BenchmarkGraph = {
  subgraphs: [opportunities, people, schools],
  operations: [
    {
      name: 'tiny',
      query: 'query Tiny($tag: String) { school(id: "1", tag: $tag) { name town } }',
    },
    {
      name: 'fan-out',
      query: `query FanOut($tag: String) {
        opportunities(tag: $tag) {
          id title closesOn
          contact { id givenName familyName workEmail roles school { id name town phase } }
        }
      }`,
    },
  ],
};
