import { EntityBatch } from './entity-batch.ts';
import type { FetchSettings, PlanSettings } from './fetch-step.ts';
import { FetchText } from './fetch-request.ts';
import { compilePath, type FlattenPath } from './flatten-path.ts';
import { isJsonObject, isList, type JsonObject, type JsonPath } from './json.ts';
import type { EntitiesNode, FetchCall } from './plan.ts';
import { compileRepresentation, type RepresentationOf } from './representation.ts';
import { compileRewrites, type Rewrite } from './rewrites.ts';
import type { Run, Step } from './run.ts';
import {
  downstreamError,
  type ReceivedError,
  receivedErrors,
  thrownError,
} from './subgraph-errors.ts';
import type { SubgraphAnswer } from './subgraph-fetch.ts';

/** The response key of entities where a call asks for one kind alone, as Apollo's planner has it. */
export const usualKey = '_entities';

/** The variable that takes their representations there. */
export const usualVariable = 'representations';

/** A fetch about entities that the answer so far refers to, wherever the paths find them. */
export function entityFetch(
  call: FetchCall,
  nodes: readonly EntitiesNode[],
  settings: PlanSettings,
): Step {
  const { twins, entitiesACall } = settings;
  const text = new FetchText(call, twins);
  const questions = nodes.map((node) => new EntityQuestion(node, settings));

  const ask = async (run: Run, parts: readonly AskedEntities[]) => {
    const about = parts.filter(({ length }) => length > 0);
    try {
      const answer = await run.send(text.request(run.variables, parts));
      if (answer.errors !== undefined) tellErrors(run, text, answer.errors, about);
      for (const part of about) part.receive(answer, run);
    } catch (thrown) {
      // As often as if each part had been asked for by itself.
      run.errors.push(...about.map(() => thrownError(thrown)));
    }
  };

  return (run) => {
    const all = questions.map((question) => question.of(run.data));
    const count = all.reduce((sum, { length }) => sum + length, 0);
    if (count === 0) return undefined;
    if (count <= entitiesACall) return ask(run, all);
    const calls = slices(all, entitiesACall).map((parts) => ask(run, parts));
    return Promise.all(calls).then(() => undefined);
  };
}

/** One field `_entities`, compiled. */
class EntityQuestion {
  readonly key: string;
  readonly variable: string;
  readonly rewrite: Rewrite | undefined;
  readonly #places: readonly FlattenPath[];
  readonly #representation: RepresentationOf;

  constructor(node: EntitiesNode, { types }: FetchSettings) {
    this.key = node.alias;
    this.variable = node.variable;
    this.#places = node.paths.map((path) => compilePath(path, types));
    this.#representation = compileRepresentation(node.requires, node.inputRewrites, types);
    this.rewrite = compileRewrites(node.outputRewrites, types);
  }

  /** For messages about no entity in particular. */
  get steps(): readonly string[] {
    return this.#places[0]?.steps ?? [];
  }

  of(data: JsonObject): AskedEntities {
    const objects = this.#objects(data);
    const batch = new EntityBatch(objects, this.#representation);
    return new AskedEntities(this, objects, batch, 0, batch.representations.length);
  }

  /** Where the objects are, or were: another fetch may have put a null above some since. */
  placesOf(objects: readonly JsonObject[], data: JsonObject): readonly JsonPath[] {
    const places = this.#places.flatMap((place) => place.places(data));
    if (places.length === objects.length) return places;
    const found = new Map(this.#objects(data).map((object, index) => [object, places[index]]));
    return objects.map((object) => found.get(object) ?? this.steps);
  }

  #objects(data: JsonObject): JsonObject[] {
    const [first, ...others] = this.#places;
    const objects = first?.objects(data) ?? [];
    for (const place of others) objects.push(...place.objects(data));
    return objects;
  }
}

/** The entities that one call asks about under one key. */
class AskedEntities {
  readonly length: number;

  constructor(
    private readonly question: EntityQuestion,
    private readonly objects: readonly JsonObject[],
    private readonly batch: EntityBatch,
    private readonly start: number,
    private readonly end: number,
  ) {
    this.length = end - start;
  }

  get key(): string {
    return this.question.key;
  }

  get variable(): string {
    return this.question.variable;
  }

  /** JSON text of each. */
  get representations(): readonly string[] {
    return this.batch.representations.slice(this.start, this.end);
  }

  part(start: number, end: number): AskedEntities {
    return new AskedEntities(this.question, this.objects, this.batch, start, end);
  }

  receive(answer: SubgraphAnswer, run: Run): void {
    try {
      const entities = entitiesOf(answer, this.key, this.length);
      if (entities) this.batch.receive(entities, this.start, this.question.rewrite);
    } catch (thrown) {
      run.errors.push(thrownError(thrown));
    }
  }

  located(errors: readonly ReceivedError[], { data }: Run) {
    const { question, objects } = this;
    const places = () => question.placesOf(objects, data);
    return this.batch.located(errors, this.start, places, question.steps);
  }
}

/** Cuts what is asked into calls of fair size; each call has all keys, for its text names them. */
function slices(all: readonly AskedEntities[], most: number): AskedEntities[][] {
  const calls: AskedEntities[][] = [];
  let room = 0;
  all.forEach((asked, index) => {
    let start = 0;
    while (start < asked.length) {
      if (room === 0) {
        calls.push(all.map((each) => each.part(0, 0)));
        room = most;
      }
      const end = Math.min(asked.length, start + room);
      const call = calls.at(-1);
      if (call) call[index] = asked.part(start, end);
      room -= end - start;
      start = end;
    }
  });
  return calls;
}

function tellErrors(
  run: Run,
  { subgraph }: FetchText,
  errors: unknown,
  parts: readonly AskedEntities[],
): void {
  const received = receivedErrors(errors);
  const keys = new Set<unknown>(parts.map(({ key }) => key));
  for (const part of parts) {
    // Those that belong nowhere are told of each part, as if it had been asked for by itself.
    const own = received.filter(({ path: [at] = [] }) => (keys.has(at) ? at === part.key : true));
    const near = part.key === usualKey ? own : own.map((error) => withoutKey(error, part.key));
    for (const { error, at } of part.located(near, run)) {
      run.errors.push(downstreamError(error, subgraph, at));
    }
  }
}

/** A key that only the plan knows is not shown, but the one that all such calls have by themselves. */
function withoutKey(error: ReceivedError, key: string): ReceivedError {
  const [first, ...rest] = error.path ?? [];
  if (first !== key) return error;
  const isBelowEntity = rest.length > 0 && typeof rest[0] !== 'number';
  return { ...error, path: isBelowEntity ? rest : [usualKey, ...rest] };
}

/** @throws when the answer has entities, but not one for each that was asked for. */
function entitiesOf({ data }: SubgraphAnswer, key: string, asked: number): unknown[] | undefined {
  if (!data) return undefined;
  const entities = isJsonObject(data) ? data[key] : undefined;
  if (!isList(entities)) throw new Error('Expected "data._entities" in response to be an array');
  if (entities.length !== asked) {
    throw new Error(`Expected "data._entities" to contain ${asked} elements`);
  }
  return entities;
}
