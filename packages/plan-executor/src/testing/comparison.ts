import { textOf } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Arena } from './arena.ts';
import { Faults } from './faults.ts';
import type { FaultSettings } from './faults.ts';
import type { OperationCase } from './operation-case.ts';
import { RunContext } from './run-context.ts';
import type { SubgraphHelp } from './subgraph-help.ts';
import type { Fields } from './universe.ts';

/** One operation with one set of variables and of faults. */
export interface Case {
  readonly operation: OperationCase;
  readonly variables: Fields;
  readonly faults: FaultSettings | undefined;
  readonly help?: SubgraphHelp;
}

/** How a case ended. */
export interface Outcome {
  readonly stock: Answer;
  readonly stockRun: RunContext;
  readonly ours: Answer | undefined;
  readonly oursRun: RunContext;
  /** Only where nothing is faulty: a single server knows no subgraphs that could fail. */
  readonly single: Answer | undefined;
  readonly singleRun: RunContext;
  readonly oursDiffers: boolean;
  readonly stockDiffers: boolean;
}

/** Runs one case by all contenders and says who differs from whom. */
export async function outcomeOf(
  arena: Arena,
  { operation, variables, faults, help }: Case,
): Promise<Outcome> {
  const run = () => new RunContext(faults && new Faults(faults), help);
  const [stockRun, oursRun, singleRun] = [run(), run(), run()];
  const stock = await arena.stock.answer(operation, variables, stockRun);
  const ours = await arena.ours.answer(operation, variables, oursRun);
  const single = faults ? undefined : await arena.single.answer(operation, variables, singleRun);
  const ordered = !stockRun.overlapped && !stockRun.features.has('entity');
  return {
    stock,
    stockRun,
    ours,
    oursRun,
    single,
    singleRun,
    oursDiffers:
      ours !== undefined &&
      (textOf(ours, ordered) !== textOf(stock, ordered) ||
        String(oursRun.done) !== String(stockRun.done)),
    stockDiffers: single !== undefined && textOf(single, true) !== textOf(stock, true),
  };
}
