import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { StaffRecord } from '../staff-record.ts';

const requestShape = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()),
});

const inputShape = z.object({
  syncId: z.string().optional(),
  chunk: z.number().optional(),
  chunks: z.number().optional(),
  confirmedMissing: z.number().nullish(),
  records: z.custom<StaffRecord[]>(Array.isArray).optional(),
  source: z.string().optional(),
  urn: z.string().optional(),
  mode: z.string().optional(),
  asOf: z.string().optional(),
  dryRun: z.boolean().optional(),
});

type Input = z.output<typeof inputShape>;

interface HeldSync {
  readonly id: string;
  readonly about: Input;
  state: string;
  readonly chunks: Map<number, StaffRecord[]>;
  readonly rejected: { row: number; externalId: string; code: string; message: string }[];
  counts: Record<string, number>;
}

/** A graph that speaks the bulk contract over HTTP, with all its staff in memory. */
export class FixtureGraph {
  readonly requests: {
    readonly name: string;
    readonly authorization: string;
    readonly body: string;
  }[] = [];
  readonly held = new Map<string, string>();
  readonly syncs: HeldSync[] = [];
  /** Answers in place of the graph when it returns true. */
  misbehaviour: ((name: string, response: ServerResponse) => boolean) | undefined;
  /** More missing than this is quarantined. */
  mostMissing = Number.POSITIVE_INFINITY;
  #server: Server | undefined;

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#serve(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  get url(): string {
    const address = this.#server?.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/graphql`;
  }

  /** Forgets everything. */
  reset(): void {
    this.requests.splice(0);
    this.syncs.splice(0);
    this.held.clear();
    this.misbehaviour = undefined;
    this.mostMissing = Number.POSITIVE_INFINITY;
  }

  /** How often an operation was asked for. */
  count(name: string): number {
    return this.requests.filter((request) => request.name === name).length;
  }

  /** All records that came, in the order of their chunks. */
  records(sync = this.syncs.at(-1)): StaffRecord[] {
    return [...(sync?.chunks ?? [])].sort(([a], [b]) => a - b).flatMap(([, records]) => records);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) if (piece instanceof Buffer) pieces.push(piece);
    const body = Buffer.concat(pieces).toString();
    const { query, variables } = requestShape.parse(JSON.parse(body));
    const name = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '';
    this.requests.push({ name, authorization: request.headers.authorization ?? '', body });
    if (this.misbehaviour?.(name, response)) return;
    const input = inputShape.parse(variables['input'] ?? {});
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(this.#answer(name, input, variables)));
  }

  #answer(name: string, input: Input, variables: Readonly<Record<string, unknown>>): object {
    switch (name) {
      case 'OpenSyncs':
        return {
          data: { staffSyncs: { edges: this.syncs.map((sync) => ({ node: shown(sync) })) } },
        };
      case 'StartSync':
        return { data: { answer: this.#start(input) } };
      case 'PushRecords':
        return this.#push(input);
      case 'FinishSync':
        return { data: { answer: this.#finish(input) } };
      case 'CancelSync':
        this.#find(input.syncId).state = 'CANCELLED';
        return { data: { cancelStaffSync: { __typename: 'StaffSync' } } };
      default:
        return { data: { staffSync: { rows: this.#rows(variables) } } };
    }
  }

  #rows({ id, outcome }: Readonly<Record<string, unknown>>) {
    const rows = outcome === 'REJECTED' ? this.#find(String(id)).rejected : [];
    const edges = rows.map((row) => ({ node: { ...row, outcome } }));
    return { pageInfo: { hasNextPage: false, endCursor: null }, edges };
  }

  #start(about: Input): object {
    const open = this.syncs.find(({ state }) => state === 'OPEN' || state === 'QUARANTINED');
    if (open) return { __typename: 'StaffSyncUnderWay', message: 'Another sync is under way.' };
    const none = { created: 0, updated: 0, unchanged: 0, rejected: 0, needsReview: 0 };
    const counts = { ...none, ended: 0, missing: 0, restored: 0 };
    const id = `sync-${this.syncs.length + 1}`;
    const sync = { id, about, state: 'OPEN', chunks: new Map(), rejected: [], counts };
    this.syncs.push(sync);
    return shown(sync);
  }

  #push({ syncId, chunk = 0, records = [] }: Input): object {
    const sync = this.#find(syncId);
    const before = sync.chunks.get(chunk);
    if (before && JSON.stringify(before) !== JSON.stringify(records)) {
      const extensions = { code: 'IDEMPOTENCY_MISMATCH', requestId: 'r-1' };
      return { data: null, errors: [{ message: 'Used for another input.', extensions }] };
    }
    if (!before) for (const record of records) this.#take(sync, record);
    sync.chunks.set(chunk, records);
    return { data: { answer: { __typename: 'StaffChunk' } } };
  }

  #take(sync: HeldSync, { row, ...record }: StaffRecord): void {
    const { externalId } = record;
    const before = this.held.get(externalId);
    const told = JSON.stringify(record);
    const isMention = record.familyName === undefined;
    if (record.familyName === 'Taken') {
      const message = 'Somebody else has this e-mail address.';
      sync.rejected.push({ row, externalId, code: 'EMAIL_TAKEN', message });
    }
    const outcome =
      record.familyName === 'Taken' || (isMention && before === undefined)
        ? 'rejected'
        : before === undefined
          ? 'created'
          : before === told || isMention
            ? 'unchanged'
            : 'updated';
    sync.counts = { ...sync.counts, [outcome]: (sync.counts[outcome] ?? 0) + 1 };
    if (outcome === 'created' || outcome === 'updated') this.held.set(externalId, told);
  }

  #finish({ syncId, chunks = 0, confirmedMissing }: Input): object {
    const sync = this.#find(syncId);
    if (sync.chunks.size < chunks) return { __typename: 'ChunksMissing', message: 'Chunks lack.' };
    const seen = new Set(this.records(sync).map(({ externalId }) => externalId));
    const isFull = sync.about.mode === 'FULL';
    const missing = isFull ? [...this.held.keys()].filter((id) => !seen.has(id)) : [];
    if (missing.length > this.mostMissing && confirmedMissing !== missing.length) {
      sync.state = 'QUARANTINED';
      const wouldEnd = missing.slice(0, 25).map((name) => ({ name }));
      const message = 'Far more are missing than usual.';
      return { __typename: 'TooManyMissing', message, missing: missing.length, wouldEnd };
    }
    const isConfirmed = confirmedMissing === missing.length;
    if (isConfirmed) for (const id of missing) this.held.delete(id);
    const [ended, left] = isConfirmed ? [missing.length, 0] : [0, missing.length];
    sync.counts = { ...sync.counts, ended, missing: left };
    sync.state = 'FINISHED';
    return shown(sync);
  }

  #find(id: string | undefined): HeldSync {
    const sync = this.syncs.find((known) => known.id === id);
    if (!sync) throw new Error(`no sync ${id ?? ''}`);
    return sync;
  }
}

/** As the register has every school of the fixture. */
const registered = { localAuthority: { code: '330' }, establishmentNumber: '2000' };

function shown({ id, about, state, chunks, counts }: HeldSync): object {
  const { source, urn, mode, asOf, dryRun } = about;
  const school = urn === undefined ? null : { urn, name: 'North Star', ...registered };
  const chunkNumbers = [...chunks.keys()];
  return {
    __typename: 'StaffSync',
    id,
    source,
    school,
    mode,
    asOf,
    dryRun,
    state,
    chunkNumbers,
    counts,
  };
}
