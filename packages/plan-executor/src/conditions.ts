import {
  type Operation,
  type Selection,
  type SelectionSet,
  Variable,
} from '@apollo/federation-internals';
import { GraphQLError } from 'graphql';
import type { JsonObject } from './json.ts';
import type { Plan, PlanNode } from './plan.ts';

/** Values of the Boolean variables that decide what an operation asks for. */
export type Conditions = ReadonlyMap<string, boolean>;

type Element = Selection['element'];

/** @returns whether `@skip` or `@include` leaves the selection out. */
export function isLeftOut(element: Element, conditions: Conditions): boolean {
  const [skip, include] = [conditionOf(element, 'skip'), conditionOf(element, 'include')];
  const value = (condition: string | boolean) =>
    typeof condition === 'boolean' ? condition : conditions.get(condition) === true;
  return (skip !== undefined && value(skip)) || (include !== undefined && !value(include));
}

/** Tells what an operation's variables leave of it, by the conditions that it and its plan have. */
export class OperationConditions {
  readonly #names: readonly string[];
  readonly #defaults: Readonly<JsonObject>;

  constructor(operation: Operation, { node }: Plan) {
    const names = new Set<string>();
    collect(operation.selectionSet, names);
    if (node && node.kind !== 'Subscription') collectFromPlan(node, names);
    this.#names = [...names].sort();
    this.#defaults = operation.collectDefaultedVariableValues();
  }

  /** @throws GraphQLError when a condition is neither true nor false. */
  of(variables: Readonly<JsonObject>): Conditions {
    return this.#names.length === 0 ? none : this.#valuesOf(variables);
  }

  #valuesOf(variables: Readonly<JsonObject>): Conditions {
    const conditions = new Map<string, boolean>();
    for (const name of this.#names) {
      const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
      const value = given === undefined ? this.#defaults[name] : given;
      if (typeof value !== 'boolean') {
        throw new GraphQLError(`The variable $${name} of a condition must be true or false.`);
      }
      conditions.set(name, value);
    }
    return conditions;
  }
}

const none: Conditions = new Map();

function conditionOf(element: Element, name: string): string | boolean | undefined {
  const directive = [...element.appliedDirectives].find((applied) => applied.name === name);
  if (!directive) return undefined;
  const value: unknown = directive.arguments()['if'];
  if (value instanceof Variable) return value.name;
  return value === true;
}

function collect(set: SelectionSet, names: Set<string>): void {
  for (const { element, selectionSet } of set.selections()) {
    for (const directive of ['skip', 'include']) {
      const condition = conditionOf(element, directive);
      if (typeof condition === 'string') names.add(condition);
    }
    if (selectionSet) collect(selectionSet, names);
  }
}

function collectFromPlan(node: PlanNode, names: Set<string>): void {
  if (node.kind === 'Condition') {
    names.add(node.condition);
    for (const branch of [node.ifClause, node.elseClause]) {
      if (branch) collectFromPlan(branch, names);
    }
  } else if (node.kind === 'Sequence' || node.kind === 'Parallel') {
    for (const each of node.nodes) collectFromPlan(each, names);
  } else if (node.kind === 'Flatten') collectFromPlan(node.node, names);
}
