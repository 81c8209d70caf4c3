import { execute } from 'graphql';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { answerOf } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Contender } from './contender.ts';
import type { OperationCase } from './operation-case.ts';
import type { RunContext } from './run-context.ts';
import { rootThing } from './stub-subgraph.ts';
import { Thing, canonical, filled } from './universe.ts';
import type { Fields, Universe } from './universe.ts';

/** One server that holds the whole universe: what federation must not be told from. */
export class SingleServer implements Contender {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly universe: Universe,
  ) {}

  answer(operation: OperationCase, variables: Fields, run: RunContext): Promise<Answer> {
    return answerOf(async () =>
      execute({
        schema: this.schema,
        document: operation.document,
        operationName: operation.operationName,
        variableValues: variables,
        contextValue: run,
        rootValue: {},
        fieldResolver: this.resolve,
        typeResolver: (value) => (value instanceof Thing ? value.__typename : undefined),
      }),
    );
  }

  private readonly resolve: GraphQLFieldResolver<unknown, RunContext, Fields> = (
    source,
    args,
    run,
    info,
  ) => {
    const thing =
      source instanceof Thing
        ? source
        : rootThing(
            info.parentType.name,
            `${info.path.key}: ${info.fieldName} ${canonical(args)}`,
            run,
          );
    const value = this.universe.value(thing, info.fieldName, args);
    return run.help.withoutEmptyValues === true ? filled(value) : value;
  };
}
