import type { FetchNode } from '@apollo/query-planner';
import { OperationTypeNode } from 'graphql';
import { isJsonObject, type JsonObject } from './json.ts';
import type { SubgraphRequest } from './subgraph-fetch.ts';

/** The parts of a fetch's requests that are the same each time. */
export class FetchText {
  readonly subgraph: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly kind: 'query' | 'mutation';
  /** Variables of the client that the subgraph needs. */
  readonly #variables: readonly string[];
  /** The body up to the variables. */
  readonly #head: string;

  constructor({ serviceName, operation, operationName, operationKind, ...node }: FetchNode) {
    this.subgraph = serviceName;
    this.query = operation;
    this.operationName = operationName;
    this.kind = operationKind === OperationTypeNode.MUTATION ? 'mutation' : 'query';
    this.#variables = node.variableUsages ?? [];
    const name =
      operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`;
    this.#head = `{"query":${JSON.stringify(operation)},${name}"variables":{`;
  }

  /** @param representations JSON text of each entity that is asked for. */
  request(variables: Readonly<JsonObject>, representations?: readonly string[]): SubgraphRequest {
    let members = representations ? `"representations":[${representations.join(',')}]` : '';
    for (const name of this.#variables) {
      const text = Object.hasOwn(variables, name) ? jsonOf(variables[name]) : undefined;
      if (text === undefined) continue;
      members += `${members ? ',' : ''}${JSON.stringify(name)}:${text}`;
    }
    return new FetchRequest(this, `${this.#head}${members}}}`);
  }
}

/** `JSON.stringify` as it is: undefined, and only that, has no text. */
function jsonOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

class FetchRequest implements SubgraphRequest {
  readonly body: string;
  readonly #text: FetchText;

  constructor(text: FetchText, body: string) {
    this.#text = text;
    this.body = body;
  }

  get subgraph(): string {
    return this.#text.subgraph;
  }

  get query(): string {
    return this.#text.query;
  }

  get operationName(): string | undefined {
    return this.#text.operationName;
  }

  get kind(): 'query' | 'mutation' {
    return this.#text.kind;
  }

  get variables(): JsonObject {
    const parsed: unknown = JSON.parse(this.body);
    const variables = isJsonObject(parsed) ? parsed['variables'] : undefined;
    return isJsonObject(variables) ? variables : {};
  }
}
