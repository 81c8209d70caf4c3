import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { Fault } from '@trellis/subgraph-kit/faults';
import { isRequestContext, type RequestContext } from '../request-context.ts';
import { LoadedSupergraph, type SupergraphSettings } from './loaded-supergraph.ts';
import type { ExecutionAnswer, GatewayRequest, KnownRequest } from './plan-execution.ts';

type GatewayInterface = ApolloServerOptionsWithGateway<RequestContext>['gateway'];
type SchemaListener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/**
 * The graph as Apollo Server sees it: always one supergraph for new requests, and the one before for
 * as long as requests that began under it take. So a change of supergraph drops nothing.
 */
export class ServedGraph implements GatewayInterface {
  readonly #settings: SupergraphSettings;
  readonly #bySchema = new WeakMap<GraphQLSchema, LoadedSupergraph>();
  readonly #listeners = new Set<SchemaListener>();
  #current: LoadedSupergraph | undefined;

  constructor(settings: SupergraphSettings) {
    this.#settings = settings;
  }

  get isReady(): boolean {
    return this.#current !== undefined;
  }

  /** @throws UNAVAILABLE before there is one. */
  get current(): LoadedSupergraph {
    if (this.#current) return this.#current;
    throw new Fault('UNAVAILABLE', 'There is no graph yet; try again.');
  }

  /**
   * Takes another supergraph for the requests to come.
   *
   * @throws UnusableSupergraph when it cannot be served; nothing has changed then.
   */
  async take(sdl: string): Promise<void> {
    const loaded = await LoadedSupergraph.load(sdl, this.#settings);
    if (this.#current) await loaded.warmUpFrom(this.#current);
    this.#bySchema.set(loaded.schema, loaded);
    this.#current = loaded;
    for (const listener of this.#listeners) tell(listener, loaded);
  }

  load(): Promise<{ executor: (request: GatewayRequest) => Promise<ExecutionAnswer> }> {
    return Promise.resolve({ executor: (request) => this.#executeForApollo(request) });
  }

  onSchemaLoadOrUpdate(listener: SchemaListener): () => void {
    this.#listeners.add(listener);
    if (this.#current) tell(listener, this.#current);
    return () => void this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    await this.#current?.stop();
  }

  /**
   * Executes an operation in its time.
   *
   * @param supergraph which the operation was validated against.
   * @throws LeftToLibrary when only a request of Apollo Server can be answered.
   */
  execute(
    supergraph: LoadedSupergraph,
    request: KnownRequest | GatewayRequest,
    context: RequestContext,
  ): Promise<ExecutionAnswer> {
    return inTime(supergraph.execute(request, context), context.deadline);
  }

  async #executeForApollo(request: GatewayRequest): Promise<ExecutionAnswer> {
    const supergraph = this.#bySchema.get(request.schema);
    if (!supergraph) throw new Error('a request came with a schema that was never served');
    const { context } = request;
    if (!isRequestContext(context)) throw new Error('a request came without its context');
    return this.execute(supergraph, request, context);
  }
}

function tell(listener: SchemaListener, loaded: LoadedSupergraph): void {
  listener({ apiSchema: loaded.schema, coreSupergraphSdl: loaded.plannedSdl });
}

/** Calls under way end by themselves: their own time reaches no further than the deadline. */
async function inTime(work: Promise<ExecutionAnswer>, deadline: number): Promise<ExecutionAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ExecutionAnswer>((resolve) => {
    timer = setTimeout(() => {
      const fault = new Fault('TIMEOUT', 'The operation took longer than its limit.');
      resolve({ data: null, errors: [fault] });
    }, deadline - Date.now());
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
