import { ownName } from '../config.ts';
import { rateSdl } from '../rate/rate-schema.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import:
  ["@key", "@shareable", "@external", "@inaccessible", "@authenticated", "@requiresScopes",
  "@cost", "@listSize"])`;

/** As the kit writes it at every connection. */
const paged = `@listSize(assumedSize: 25, slicingArguments: ["first", "last"],
    sizedFields: ["edges"], requireOneSlicingArgument: false)`;

/** A people subgraph in small: staff, schools, and what the gateway asks about callers. */
export const peopleSdl = `${link}
type Query {
  viewer: Person @authenticated
  person(id: ID!): Person
  people: [Person!]!
  schools(named: String): [School!]!
  found: [Found!]!
  named: [Named!]!
  mustHave: Int! @requiresScopes(scopes: [["trust:read"]])
  either: Int @requiresScopes(scopes: [["trust:read", "spend:read"], ["everything"]])
  vault: Vault
  hidden: [Hidden!]
  fail(how: String!): String
  posts(first: Int, last: Int): PostConnection ${paged}
  identityProvider(issuer: String!): IdentityProvider @inaccessible
  principalOfToken(issuer: String!, subject: String!): Principal @inaccessible
  principalOfApiKey(keyId: String!, secretHash: String!): Principal @inaccessible
}
type Mutation {
  renamePerson(id: ID!, name: String!): Person! @requiresScopes(scopes: [["staff:write"]])
  touch: Int
  recordUsage(usages: [UsageInput!]!): [Int!] @inaccessible
}
input UsageInput @inaccessible { trustId: ID! principalId: ID! hour: String! points: Int! }
type PostConnection @cost(weight: 0) { edges: [PostEdge!]! }
type PostEdge @cost(weight: 0) { node: Post! }
type Post { name: String! posts(first: Int, last: Int): PostConnection ${paged} }
interface Named { name: String! }
union Found = Person | School
union Hidden = Vault | School
type Person implements Named @key(fields: "id") {
  id: ID!
  name: String!
  address: String @requiresScopes(scopes: [["staff:private"]])
  payBand: String! @requiresScopes(scopes: [["staff:private"]])
  school: School
  manager: Person
}
type School implements Named @key(fields: "id") {
  id: ID!
  name: String!
  head: Person
  staff: [Person!]!
  maybeStaff: [Person]!
}
type Vault @requiresScopes(scopes: [["staff:private"]]) { gold: Int }
type IdentityProvider @inaccessible {
  issuer: String! audience: String! jwksUri: String! algorithms: [String!]! trustId: ID!
}
enum ActorKind @inaccessible { PERSON API_KEY }
type Principal @inaccessible {
  trustId: ID! personId: ID actorKind: ActorKind! actorId: ID!
  placeIds: [ID!]! allPlaces: Boolean! scopes: [String!]!
  hourlyCost: Int trustedDocumentsOnly: Boolean!
}`;

/** A study subgraph in small. */
export const studySdl = `${link}
type Query { funds: [Fund!] }
type Mutation { award(personId: ID!): Int }
type Fund @key(fields: "id") { id: ID! name: String! }
type Person @key(fields: "id") {
  id: ID!
  awards: [Award!] @requiresScopes(scopes: [["award:read"]])
  goal: String
}
type Award { amountPence: Int! fund: Fund }
type School @key(fields: "id") { id: ID! studySpend: Int }`;

/** An opportunities subgraph in small. */
export const opportunitiesSdl = `${link}
type Query {
  opportunities: [Opportunity!]
  calendarFeedFile(secretHash: String!): CalendarFeedFile @inaccessible
}
type CalendarFeedFile @inaccessible { text: String! }
type Opportunity @key(fields: "id") { id: ID! title: String! host: School }
type School @key(fields: "id", resolvable: false) { id: ID! }
type Person @key(fields: "id") { id: ID! applications: [String!] }`;

/** What the committed schemas look like to composition. */
export const fixtureSchemas: ReadonlyMap<string, string> = new Map([
  ['people', peopleSdl],
  ['opportunities', opportunitiesSdl],
  ['study', studySdl],
  [ownName, rateSdl],
]);
