import { z } from 'zod';
import { type AssertionKey, signAssertion } from './assertion.ts';
import { Fault } from './faults.ts';
import { inSpan, traceHeaders } from './tracing.ts';
import type { Viewer } from './viewer.ts';

/** Longest to wait for the owner's answer, in milliseconds. */
const patience = 2_000;
/** As many as a subgraph answers in one call. */
const mostAtOnce = 500;

/** An entity of another subgraph, by type and id. */
export interface EntityKey {
  readonly type: string;
  readonly id: string;
}

/** Tells whether entities of another subgraph exist in the viewer's eyes. */
export interface EntityDirectory {
  /**
   * @returns those that the viewer cannot see or that do not exist; there is no difference.
   * @throws SUBGRAPH_UNAVAILABLE when their owner does not answer.
   */
  unknownTo(viewer: Viewer, keys: readonly EntityKey[]): Promise<EntityKey[]>;
}

/** An entity of another subgraph by another of its keys, such as an official number. */
export interface OtherKey {
  readonly type: string;
  readonly field: string;
  readonly value: string;
}

/** Tells also which id entities have that are known by another key. */
export interface EntityFinder extends EntityDirectory {
  /**
   * @param keys all of one type.
   * @returns the id of each in the order asked for; null where the viewer sees none.
   * @throws SUBGRAPH_UNAVAILABLE when their owner does not answer.
   */
  idsBy(viewer: Viewer, keys: readonly OtherKey[]): Promise<(string | null)[]>;
}

/** Tells what the owner says of entities, as far as the viewer sees them. */
export interface EntityReader {
  /**
   * @param keys all of one type.
   * @param fields a selection of the type, such as `name position { easting }`.
   * @returns each in the order asked for; null where the viewer sees none.
   * @throws SUBGRAPH_UNAVAILABLE when their owner does not answer, or not so.
   */
  read<T>(
    viewer: Viewer,
    keys: readonly EntityKey[],
    fields: string,
    shape: z.ZodType<T>,
  ): Promise<(T | null)[]>;
}

/** Null with an error beside it may be there all the same, so such an answer is none. */
const answerShape = z.object({
  data: z.object({ _entities: z.array(z.unknown()) }),
  errors: z.undefined().optional(),
});

const identified = z.object({ id: z.string() });

/** Asks the subgraph that owns the entities, as the same viewer, under a key of the pair's own. */
export class OwningSubgraph implements EntityFinder, EntityReader {
  readonly #name: string;
  readonly #url: string;
  readonly #key: AssertionKey;

  /** @param url of the owner's GraphQL endpoint. */
  constructor(name: string, url: string, key: AssertionKey) {
    this.#name = name;
    this.#url = url;
    this.#key = key;
  }

  async unknownTo(viewer: Viewer, keys: readonly EntityKey[]): Promise<EntityKey[]> {
    if (keys.length === 0) return [];
    if (keys.length > mostAtOnce) {
      const rest = await this.unknownTo(viewer, keys.slice(mostAtOnce));
      return [...(await this.unknownTo(viewer, keys.slice(0, mostAtOnce))), ...rest];
    }
    const representations = keys.map(({ type, id }) => ({ __typename: type, id }));
    const query =
      'query Known($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }';
    const body = JSON.stringify({ query, variables: { representations } });
    const found = await this.#ask(viewer, body, keys.length);
    return keys.filter((_, index) => !found[index]);
  }

  async idsBy(viewer: Viewer, keys: readonly OtherKey[]): Promise<(string | null)[]> {
    const found = await this.#selected(viewer, keys, 'id');
    return found.map((entity) => identified.safeParse(entity).data?.id ?? null);
  }

  async read<T>(
    viewer: Viewer,
    keys: readonly EntityKey[],
    fields: string,
    shape: z.ZodType<T>,
  ): Promise<(T | null)[]> {
    const others = keys.map(({ type, id }) => ({ type, field: 'id', value: id }));
    const found = await this.#selected(viewer, others, fields);
    return z
      .array(shape.nullable())
      .catch(() => this.#missed())
      .parse(found);
  }

  async #selected(
    viewer: Viewer,
    keys: readonly OtherKey[],
    fields: string,
  ): Promise<readonly unknown[]> {
    const [first] = keys;
    if (!first) return [];
    if (keys.length > mostAtOnce) {
      const some = await this.#selected(viewer, keys.slice(0, mostAtOnce), fields);
      return [...some, ...(await this.#selected(viewer, keys.slice(mostAtOnce), fields))];
    }
    const representations = keys.map(({ type, field, value }) => ({
      ...{ __typename: type, [field]: value },
    }));
    const query = `query Find($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on ${first.type} { ${fields} } } }`;
    const body = JSON.stringify({ query, variables: { representations } });
    return this.#ask(viewer, body, keys.length);
  }

  #ask(viewer: Viewer, body: string, count: number): Promise<readonly unknown[]> {
    const options = { kind: 'client', facts: { subgraph: this.#name } } as const;
    return inSpan(`fetch ${this.#name}`, options, () => this.#send(viewer, body, count));
  }

  async #send(viewer: Viewer, body: string, count: number): Promise<readonly unknown[]> {
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: signAssertion(this.#key, this.#name, viewer, body),
          ...traceHeaders(),
        },
        body,
        signal: AbortSignal.timeout(patience),
      });
      const { _entities: found } = answerShape.parse(await response.json()).data;
      return z.array(z.unknown()).length(count).parse(found);
    } catch {
      return this.#missed();
    }
  }

  #missed(): never {
    throw new Fault('SUBGRAPH_UNAVAILABLE', 'A part of the graph that this needs did not answer.', {
      service: this.#name,
      retryable: true,
    });
  }
}
