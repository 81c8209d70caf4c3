import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { AssertionKey } from '@trellis/subgraph-kit/assertion';
import { servingShape, signingKey } from '@trellis/subgraph-kit/config';

/** The subgraphs that the gateway plans over; a supergraph that names another is refused. */
export const subgraphNames = ['people', 'opportunities', 'study'] as const;

export type SubgraphName = (typeof subgraphNames)[number];

/** The name in the supergraph of what the gateway answers itself. */
export const ownName = 'gateway';

/** Where a subgraph answers, and the key under which the gateway vouches for callers there. */
export interface SubgraphAddress {
  readonly url: URL;
  readonly key: AssertionKey;
}

/** Compiled or not, this file lies one folder below the gateway's. */
const committedSupergraph = fileURLToPath(new URL('../supergraph.graphql', import.meta.url));

/** `unix:/path/of/a.sock` is where a subgraph on this host answers at its `SOCKET`. */
const address = z.url({ protocol: /^(https?|unix)$/ }).transform((text) => new URL(text));

const milliseconds = z.coerce.number().int().min(50).max(120_000);

/** What the gateway needs to know. */
export const gatewayShape = z
  .object({
    ...servingShape,
    /** The whole address of each subgraph's endpoint, `/graphql` included. */
    PEOPLE_URL: address,
    OPPORTUNITIES_URL: address,
    STUDY_URL: address,
    /** `issuer/id:secret`; while keys rotate the one to sign with comes first. */
    PEOPLE_ASSERTION_KEY: signingKey,
    OPPORTUNITIES_ASSERTION_KEY: signingKey,
    STUDY_ASSERTION_KEY: signingKey,
    /** Folder of the manifests of trusted documents; none are trusted without it. */
    TRUSTED_DOCUMENTS: z.string().optional(),
    /** Processes that answer on the one port. */
    WORKERS: z.coerce.number().int().min(1).max(64).default(1),
    /** Proxies of ours that every request passes: so many addresses of `X-Forwarded-For` are believed. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** Who plans operations; see decision 31 for why production has no choice. */
    PLANNER: z.enum(['apollo', 'hive']).default('apollo'),
    SUPERGRAPH_FILE: z.string().default(committedSupergraph),
    /** Longest wait for one answer of a subgraph, in milliseconds. */
    SUBGRAPH_TIMEOUT: milliseconds.default(5_000),
    /** Longest that an operation may take in all, in milliseconds. */
    REQUEST_TIMEOUT: milliseconds.default(15_000),
  })
  .refine(({ NODE_ENV, PLANNER }) => NODE_ENV !== 'production' || PLANNER === 'apollo', {
    path: ['PLANNER'],
    message: 'hive is not for production: an operation that it cannot plan may end the process',
  })
  .transform(({ NODE_ENV, ...given }) => ({
    host: given.HOST,
    port: given.PORT,
    operationsPort: given.OPERATIONS_PORT,
    workers: given.WORKERS,
    trustedProxies: given.TRUSTED_PROXIES,
    planner: given.PLANNER,
    supergraphFile: given.SUPERGRAPH_FILE,
    trustedDocuments: given.TRUSTED_DOCUMENTS,
    subgraphTimeout: given.SUBGRAPH_TIMEOUT,
    requestTimeout: given.REQUEST_TIMEOUT,
    /** The explorer, and the schema for every caller; never where real people's data is. */
    development: NODE_ENV === 'development',
    production: NODE_ENV === 'production',
    subgraphs: {
      people: { url: given.PEOPLE_URL, key: given.PEOPLE_ASSERTION_KEY },
      opportunities: { url: given.OPPORTUNITIES_URL, key: given.OPPORTUNITIES_ASSERTION_KEY },
      study: { url: given.STUDY_URL, key: given.STUDY_ASSERTION_KEY },
    } satisfies Record<SubgraphName, SubgraphAddress>,
  }));

export type GatewayConfig = z.output<typeof gatewayShape>;
