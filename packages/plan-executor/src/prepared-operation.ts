import type { Operation, Schema } from '@apollo/federation-internals';
import { isCompositeType } from '@apollo/federation-internals';
import {
  getVariableValues,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { ObjectShape } from './answer-shape.ts';
import type { Conditions, OperationConditions } from './conditions.ts';
import type { JsonObject } from './json.ts';
import type { Step } from './run.ts';

/** What is left of an operation after conditions; an attacker could ask for any number of them. */
const keptVariants = 32;

/** Errors of variables that are told of, as graphql-js has it; looking for more only costs. */
const mostErrors = 50;

/** The parts that an operation is prepared to. */
export interface OperationParts {
  readonly definition: OperationDefinitionNode;
  readonly operation: Operation;
  readonly conditions: OperationConditions;
  readonly step: Step;
  /** About how much memory all this takes. */
  readonly bytes: number;
}

/** An operation that was planned and compiled; it runs as often as one likes. */
export class PreparedOperation {
  readonly kind = 'prepared';
  readonly step: Step;
  readonly conditions: OperationConditions;
  readonly bytes: number;
  readonly #definition: OperationDefinitionNode;
  readonly #operation: Operation;
  readonly #shapes = new Map<string, ObjectShape>();

  constructor({ definition, operation, conditions, step, bytes }: OperationParts) {
    this.#definition = definition;
    this.#operation = operation;
    this.conditions = conditions;
    this.step = step;
    this.bytes = bytes;
  }

  /** @returns what is wrong with the variables, if anything. */
  problems(schema: GraphQLSchema, variables: Readonly<JsonObject>): readonly GraphQLError[] {
    const { variableDefinitions } = this.#definition;
    if (!variableDefinitions?.length) return [];
    const options = { maxErrors: mostErrors };
    return getVariableValues(schema, variableDefinitions, variables, options).errors ?? [];
  }

  /** @returns the answer as the client sees it. */
  shape(data: JsonObject, conditions: Conditions): JsonObject | null {
    const variant = [...conditions.values()].map(Number).join('');
    let shape = this.#shapes.get(variant);
    if (!shape) {
      shape = this.#makeShape(conditions);
      if (this.#shapes.size >= keptVariants) this.#shapes.clear();
      this.#shapes.set(variant, shape);
    }
    return shape.completeRoot(data);
  }

  #makeShape(conditions: Conditions): ObjectShape {
    const schema: Schema = this.#operation.schema();
    const type = schema.schemaDefinition.rootType(this.#operation.rootKind);
    if (!type || !isCompositeType(type)) throw new Error('the schema has no such root');
    return new ObjectShape([{ set: this.#operation.selectionSet, type }], schema, conditions);
  }
}
