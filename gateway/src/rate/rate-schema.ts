/**
 * What the gateway answers itself, as a subgraph of its own: so it is composed, planned and checked
 * like all the rest, and asks nobody.
 */
export const rateSdl = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost"])

type Query {
  """What this operation costs its caller, and what is left of the hour."""
  rateLimit: RateLimit
}

"""
What a caller may spend in an hour by the clock. An operation costs what its answer could amount to,
however little it amounts to in the end.
"""
type RateLimit @cost(weight: 0) {
  """Points of this operation."""
  cost: Int!
  """Points that the caller has each hour."""
  limit: Int!
  """Points that are left after this operation."""
  remaining: Int!
  """When the next hour begins, with all its points."""
  resetAt: DateTime!
}

"""An instant in UTC, ISO 8601: \`2026-09-01T07:30:00.000Z\`."""
scalar DateTime
`;
