import { OperationTypeNode } from 'graphql';
import { isJsonObject, type JsonObject } from './json.ts';
import type { FetchCall } from './plan.ts';
import type { SubgraphRequest } from './subgraph-fetch.ts';
import type { SharedQuestion, TwinFetches } from './twin-fetches.ts';

/** Entities that a call asks for. */
interface AskedFor {
  readonly variable: string;
  /** JSON text of each. */
  readonly representations: readonly string[];
}

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
  readonly #question: SharedQuestion | undefined;

  constructor(node: FetchCall, twins: TwinFetches) {
    const { serviceName, operation, operationName, operationKind } = node;
    this.#question = twins.add(node);
    this.subgraph = serviceName;
    this.query = operation;
    this.operationName = operationName;
    this.kind = operationKind === OperationTypeNode.MUTATION ? 'mutation' : 'query';
    this.#variables = node.variableUsages ?? [];
    const name =
      operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`;
    this.#head = `{"query":${JSON.stringify(operation)},${name}"variables":{`;
  }

  request(variables: Readonly<JsonObject>, entities: readonly AskedFor[] = []): FetchRequest {
    let members = '';
    for (const { variable, representations } of entities) {
      members += `${members ? ',' : ''}${JSON.stringify(variable)}:[${representations.join(',')}]`;
    }
    for (const name of this.#variables) {
      const text = Object.hasOwn(variables, name) ? jsonOf(variables[name]) : undefined;
      if (text === undefined) continue;
      members += `${members ? ',' : ''}${JSON.stringify(name)}:${text}`;
    }
    const question = this.#question;
    const shared = question && question.fetches > 1 ? `${question.text} ${members}` : undefined;
    return new FetchRequest(this, `${this.#head}${members}}}`, shared);
  }
}

/** `JSON.stringify` as it is: undefined, and only that, has no text. */
function jsonOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** A request of one fetch. */
export class FetchRequest implements SubgraphRequest {
  readonly body: string;
  /** What is asked, where another fetch of the plan may ask the same. */
  readonly sharedQuestion: string | undefined;
  readonly #text: FetchText;

  constructor(text: FetchText, body: string, sharedQuestion: string | undefined) {
    this.#text = text;
    this.body = body;
    this.sharedQuestion = sharedQuestion;
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
