import type { FetchNode } from '@apollo/query-planner';
import { EntityBatch } from './entity-batch.ts';
import { FetchText } from './fetch-request.ts';
import { compilePath, type FlattenPath } from './flatten-path.ts';
import { isJsonObject, isList, type JsonObject, type JsonPath } from './json.ts';
import { merge } from './merge.ts';
import { compileRepresentation } from './representation.ts';
import { compileRewrites } from './rewrites.ts';
import type { Run, Step } from './run.ts';
import { downstreamError, receivedErrors, thrownError } from './subgraph-errors.ts';
import type { SubgraphAnswer } from './subgraph-fetch.ts';
import type { SupergraphTypes } from './supergraph-types.ts';
import type { TwinFetches } from './twin-fetches.ts';

export interface FetchSettings {
  readonly types: SupergraphTypes;
  /** Most entities of one call; more are asked for in several calls at once. */
  readonly entitiesACall: number;
}

/** The same for the fetches of one plan. */
export interface PlanSettings extends FetchSettings {
  readonly twins: TwinFetches;
}

/** A fetch of root fields: its answer is part of the operation's as it stands. */
export function rootFetch(node: FetchNode, { types, twins }: PlanSettings): Step {
  const text = new FetchText(node, twins);
  const rewrite = compileRewrites(node.outputRewrites, types);
  return async (run) => {
    try {
      const { data, errors } = await run.send(text.request(run.variables));
      if (errors !== undefined) tellErrors(run, text, errors, []);
      if (!isJsonObject(data)) return;
      rewrite?.(data);
      merge(run.data, data);
    } catch (thrown) {
      run.errors.push(thrownError(thrown));
    }
  };
}

/** A fetch about entities that the answer so far refers to, wherever the path finds them. */
export function entityFetch(
  node: FetchNode,
  path: readonly (string | number)[],
  { types, twins, entitiesACall }: PlanSettings,
): Step {
  const text = new FetchText(node, twins);
  const place = compilePath(path);
  const representation = compileRepresentation(node.requires ?? [], node.inputRewrites, types);
  const rewrite = compileRewrites(node.outputRewrites, types);

  const ask = async (
    run: Run,
    objects: readonly JsonObject[],
    batch: EntityBatch,
    start: number,
  ) => {
    const asked = batch.representations.slice(start, start + entitiesACall);
    try {
      const answer = await run.send(text.request(run.variables, asked));
      if (answer.errors !== undefined) {
        const located = () => placesOf(objects, run.data, place);
        for (const { error, at } of batch.located(answer.errors, start, located, place.steps)) {
          run.errors.push(downstreamError(error, text.subgraph, at));
        }
      }
      const entities = entitiesOf(answer, asked.length);
      if (entities) batch.receive(entities, start, rewrite);
    } catch (thrown) {
      run.errors.push(thrownError(thrown));
    }
  };

  return (run) => {
    const objects = place.objects(run.data);
    if (objects.length === 0) return undefined;
    const batch = new EntityBatch(objects, representation);
    const { length } = batch.representations;
    if (length <= entitiesACall) return length === 0 ? undefined : ask(run, objects, batch, 0);
    const calls: Promise<void>[] = [];
    for (let start = 0; start < length; start += entitiesACall)
      calls.push(ask(run, objects, batch, start));
    return Promise.all(calls).then(() => undefined);
  };
}

/** Where the objects are, or were: another fetch may have put a null above some since. */
function placesOf(
  objects: readonly JsonObject[],
  data: JsonObject,
  { steps, ...place }: FlattenPath,
): readonly JsonPath[] {
  const places = place.places(data);
  if (places.length === objects.length) return places;
  const found = new Map(place.objects(data).map((object, index) => [object, places[index]]));
  return objects.map((object) => found.get(object) ?? steps);
}

function tellErrors(run: Run, { subgraph }: FetchText, errors: unknown, above: JsonPath): void {
  for (const error of receivedErrors(errors)) {
    const path = error.path && [...above, ...error.path];
    run.errors.push(downstreamError(error, subgraph, path));
  }
}

/** @throws when the answer has entities, but not one for each that was asked for. */
function entitiesOf({ data }: SubgraphAnswer, asked: number): unknown[] | undefined {
  if (!data) return undefined;
  const entities = isJsonObject(data) ? data['_entities'] : undefined;
  if (!isList(entities)) throw new Error('Expected "data._entities" in response to be an array');
  if (entities.length !== asked) {
    throw new Error(`Expected "data._entities" to contain ${asked} elements`);
  }
  return entities;
}
