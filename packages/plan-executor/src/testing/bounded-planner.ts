import { Supergraph } from '@apollo/federation-internals';
import type { DocumentNode } from 'graphql';
import { ApolloPlanner, TooManyWays } from '../planner.ts';
import type { Plan } from '../plan.ts';
import type { PlanBounds, Planner } from '../planner.ts';
import type { OperationCase } from './operation-case.ts';

/** Of the planner of stock and of ours alike, so that both come by the same plan. */
export const FUZZ_BOUNDS: PlanBounds = { comparedPlans: 200, waysToAField: 200 };

/** Apollo's planner, asked once for each operation, and found out where it gives up. */
export class BoundedPlanner implements Planner {
  private readonly plans = new WeakMap<DocumentNode, Plan>();

  private constructor(private readonly planner: Planner) {}

  static over(supergraphSdl: string): BoundedPlanner {
    return new BoundedPlanner(new ApolloPlanner(Supergraph.build(supergraphSdl), FUZZ_BOUNDS));
  }

  plan(document: DocumentNode, operationName: string | undefined): Plan {
    const plan = this.plans.get(document) ?? this.planner.plan(document, operationName);
    this.plans.set(document, plan);
    return plan;
  }

  /** Whether there is a plan, or a reason for none other than having given up. */
  copesWith({ document, operationName }: OperationCase): boolean {
    try {
      this.plan(document, operationName);
      return true;
    } catch (error) {
      return !(error instanceof TooManyWays);
    }
  }
}
