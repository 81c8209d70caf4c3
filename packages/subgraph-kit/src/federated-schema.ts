import { buildSubgraphSchema } from '@apollo/subgraph';
import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import { type GraphQLSchema, parse, print } from 'graphql';
import { buildSchema, createResolversMap, type NonEmptyArray } from 'type-graphql';
import { checkReferences } from './entity-references.ts';
import { withListCosts } from './list-cost.ts';
import { Instant } from './scalars.ts';
import { checkScopes } from './permission.ts';
import type { SubgraphContext } from './viewer.ts';

type Class = abstract new (...parameters: never[]) => object;

/** How a subgraph finds its own entities again from their keys: one batched loader a type. */
export type References<Context> = Readonly<
  Record<string, (reference: Readonly<Record<string, string>>, context: Context) => unknown>
>;

export interface SubgraphSchema {
  readonly schema: GraphQLSchema;
  /** What is committed as `schema.graphql` and composed. */
  readonly sdl: string;
}

const federation = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9",
        import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag",
                 "@authenticated", "@requiresScopes", "@cost", "@listSize"])`;

/**
 * A federated schema from type-graphql's classes.
 *
 * @param resolvers instances, already wired; `subgraph.ts` makes them.
 */
export async function federatedSchema<Context extends SubgraphContext>(
  resolvers: readonly object[],
  references: References<Context>,
  orphanedTypes: readonly Class[] = [],
): Promise<SubgraphSchema> {
  const instances = new Map<unknown, object>(resolvers.map((made) => [made.constructor, made]));
  const classes = resolvers.map((made) => made.constructor);
  const schema = await buildSchema({
    resolvers: classes as unknown as NonEmptyArray<new () => object>,
    orphanedTypes: orphanedTypes as unknown as (new () => object)[],
    container: { get: (wanted: unknown) => instances.get(wanted) },
    authChecker: checkScopes,
    authMode: 'error',
    validate: { forbidUnknownValues: false, validationError: { target: false, value: false } },
    scalarsMap: [{ type: Date, scalar: Instant }],
    skipCheck: true,
  });
  const sdl = `${federation}\n\n${print(withListCosts(getDocumentNodeFromSchema(schema)))}\n`;
  const map: Record<string, object> = { ...createResolversMap(schema) };
  for (const [type, __resolveReference] of Object.entries(references)) {
    map[type] = { ...map[type], __resolveReference };
  }
  const federated = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: map as never }]);
  checkReferences(federated);
  return { schema: federated, sdl };
}
