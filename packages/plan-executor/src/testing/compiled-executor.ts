import { PlanExecutor } from '../executor.ts';
import type { Uncompiled } from '../executor.ts';
import type { Planner } from '../planner.ts';
import type { PreparedOperation } from '../prepared-operation.ts';
import { answerOf } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Contender } from './contender.ts';
import { JoinedSubgraph } from './joined-subgraph.ts';
import type { OperationCase } from './operation-case.ts';
import type { RunContext } from './run-context.ts';
import type { StubAnswer } from './stub-subgraph.ts';
import type { Fields } from './universe.ts';

/** One that answers calls as a stub subgraph does. */
export interface Callee {
  answer(query: string, variables: Fields, run: RunContext): Promise<StubAnswer>;
}

/** The executor of this package, each operation prepared once. */
export class CompiledExecutor implements Contender {
  private readonly executor: PlanExecutor;
  private readonly prepared = new WeakMap<OperationCase, PreparedOperation | Uncompiled>();

  constructor(
    supergraphSdl: string,
    private readonly subgraphs: ReadonlyMap<string, Callee>,
    planner?: Planner,
    joinsCalls = true,
  ) {
    const settings = { joinsCalls, ...(planner && { planner }) };
    this.executor = PlanExecutor.fromSupergraph(supergraphSdl, settings);
  }

  async answer(
    operation: OperationCase,
    variables: Fields,
    run: RunContext,
  ): Promise<Answer | undefined> {
    const answer = await answerOf(async () => {
      const prepared = this.prepare(operation);
      return prepared.kind === 'prepared' ? this.run(prepared, variables, run) : {};
    });
    return this.prepared.get(operation)?.kind === 'uncompiled' ? undefined : answer;
  }

  private prepare(operation: OperationCase): PreparedOperation | Uncompiled {
    const known = this.prepared.get(operation);
    if (known) return known;
    const prepared = this.executor.prepare(operation.document, operation.operationName);
    this.prepared.set(operation, prepared);
    return prepared;
  }

  private run(prepared: PreparedOperation, variables: Fields, run: RunContext) {
    const send = (request: { subgraph: string; query: string; variables: Fields }) => {
      const subgraph = this.subgraphs.get(request.subgraph);
      if (!subgraph) throw new Error(`There is no subgraph ${request.subgraph}.`);
      return new JoinedSubgraph(subgraph).answer(request.query, request.variables, run);
    };
    return this.executor.execute(prepared, variables, send, run);
  }
}
