import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SyncMode } from '../staff-record.ts';
import type { Chunk } from './chunks.ts';
import type { GraphClient } from './graph-client.ts';

/** Which staff list this is, and of when. */
export interface SyncIdentity {
  readonly source: string;
  /** The school whose list it is; undefined for the whole trust's. */
  readonly urn: string | undefined;
  readonly mode: SyncMode;
  /** Instant at which the list was true. */
  readonly asOf: string;
  readonly dryRun: boolean;
}

const countsShape = z.object({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  needsReview: z.number(),
  ended: z.number(),
  missing: z.number(),
  restored: z.number(),
});

export type SyncCounts = z.output<typeof countsShape>;

const schoolShape = z.object({
  urn: z.string(),
  name: z.string(),
  localAuthority: z.object({ code: z.string() }),
  establishmentNumber: z.string().nullish(),
});

const syncShape = z.object({
  id: z.string(),
  source: z.string(),
  school: schoolShape.nullish(),
  mode: z.enum(['FULL', 'DELTA']),
  asOf: z.string(),
  dryRun: z.boolean(),
  state: z.enum(['OPEN', 'QUARANTINED', 'FINISHED', 'CANCELLED', 'UNDONE']),
  chunkNumbers: z.array(z.number()),
  counts: countsShape,
});

export type StaffSync = z.output<typeof syncShape>;

const rowShape = z.object({
  row: z.number(),
  externalId: z.string(),
  outcome: z.string(),
  code: z.string().nullish(),
  message: z.string().nullish(),
});

/** What became of one person. */
export type SyncRow = z.output<typeof rowShape>;

/** More would be missing than one believes. */
const tooManyShape = z.object({
  __typename: z.literal('TooManyMissing'),
  message: z.string(),
  missing: z.number(),
  wouldEnd: z.array(z.object({ name: z.string() })),
});

export type TooManyMissing = z.output<typeof tooManyShape>;

const refusalShape = z.object({ __typename: z.string(), message: z.string() });

const syncFields = `id source school { urn name localAuthority { code } establishmentNumber } mode asOf dryRun state chunkNumbers
  counts { created updated unchanged rejected needsReview ended missing restored }`;

/** A "no" to the import as a whole. */
export class SyncRefused extends Error {}

/** The operations of the bulk contract that an import needs. */
export class StaffSyncs {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  /** @returns the latest syncs of the source that are not over. */
  async open(source: string): Promise<StaffSync[]> {
    const page = z.object({
      staffSyncs: z.object({ edges: z.array(z.object({ node: syncShape })) }),
    });
    const { staffSyncs } = await this.#graph.ask(
      page,
      `query OpenSyncs($source: String!) {
         staffSyncs(source: $source, first: 20) { edges { node { ${syncFields} } } } }`,
      { source },
    );
    return staffSyncs.edges
      .map(({ node }) => node)
      .filter(({ state }) => state === 'OPEN' || state === 'QUARANTINED');
  }

  /** @throws SyncRefused when another one is under way. */
  async start({ source, urn, mode, asOf, dryRun }: SyncIdentity): Promise<StaffSync> {
    const input = { source, urn, mode, asOf, dryRun, idempotencyKey: randomUUID() };
    const { answer } = await this.#graph.ask(
      answerOf(syncShape),
      `mutation StartSync($input: StartStaffSyncInput!) { answer: startStaffSync(input: $input) {
         __typename ... on StaffSync { ${syncFields} } ... on StaffSyncUnderWay { message } } }`,
      { input },
    );
    return syncOf(answer);
  }

  /** The same chunk again is answered and does nothing. */
  async push(syncId: string, { chunk, records }: Chunk): Promise<void> {
    const key = createHash('sha256').update(`${syncId} ${chunk}`).digest('hex').slice(0, 40);
    const { answer } = await this.#graph.ask(
      answerOf(z.object({ __typename: z.literal('StaffChunk') })),
      `mutation PushRecords($input: PushStaffRecordsInput!) {
         answer: pushStaffRecords(input: $input) {
           __typename ... on StaffSyncNotOpen { message } } }`,
      { input: { syncId, chunk, records, idempotencyKey: key } },
    );
    if ('message' in answer) throw new SyncRefused(answer.message);
  }

  async finish(
    syncId: string,
    chunks: number,
    confirmedMissing: number | undefined,
  ): Promise<StaffSync | TooManyMissing> {
    const { answer } = await this.#graph.ask(
      z.object({ answer: z.union([syncShape, tooManyShape, refusalShape]) }),
      `mutation FinishSync($input: FinishStaffSyncInput!) {
         answer: finishStaffSync(input: $input) {
           __typename
           ... on StaffSync { ${syncFields} }
           ... on TooManyMissing { message missing wouldEnd { name } }
           ... on ChunksMissing { message }
           ... on StaffSyncNotOpen { message } } }`,
      { input: { syncId, chunks, confirmedMissing, idempotencyKey: randomUUID() } },
    );
    return 'wouldEnd' in answer ? answer : syncOf(answer);
  }

  async cancel(syncId: string): Promise<void> {
    await this.#graph.ask(
      z.unknown(),
      `mutation CancelSync($input: StaffSyncInput!) {
         cancelStaffSync(input: $input) { __typename } }`,
      { input: { syncId, idempotencyKey: randomUUID() } },
    );
  }

  /** The people of that outcome, a page at a time. */
  async *rows(syncId: string, outcome: 'REJECTED' | 'NEEDS_REVIEW'): AsyncGenerator<SyncRow> {
    const page = z.object({
      staffSync: z.object({
        rows: z.object({
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
          edges: z.array(z.object({ node: rowShape })),
        }),
      }),
    });
    const query = `query SyncRows($id: ID!, $outcome: StaffRowOutcome!, $after: String) {
      staffSync(id: $id) { rows(outcome: $outcome, first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges { node { row externalId outcome code message } } } } }`;
    let after: string | null | undefined;
    do {
      const { staffSync } = await this.#graph.ask(page, query, { id: syncId, outcome, after });
      yield* staffSync.rows.edges.map(({ node }) => node);
      const { hasNextPage, endCursor } = staffSync.rows.pageInfo;
      after = hasNextPage ? endCursor : null;
    } while (after);
  }
}

function answerOf<Shape extends z.ZodType>(shape: Shape) {
  return z.object({ answer: z.union([shape, refusalShape]) });
}

function syncOf(answer: StaffSync | z.output<typeof refusalShape>): StaffSync {
  if ('state' in answer) return answer;
  throw new SyncRefused(answer.message);
}
