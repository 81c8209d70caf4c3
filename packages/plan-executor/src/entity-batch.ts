import { isJsonObject, type JsonObject, type JsonPath } from './json.ts';
import { merge, mergeCopy } from './merge.ts';
import type { Representation } from './representation.ts';
import type { Rewrite } from './rewrites.ts';
import { type ReceivedError, receivedErrors } from './subgraph-errors.ts';

/** An error of a subgraph and the place in the client's answer that it is about. */
interface LocatedError {
  readonly error: ReceivedError;
  readonly at: JsonPath | undefined;
}

/** The entities of one fetch: each is asked for once, however many objects stand for it. */
export class EntityBatch {
  /** JSON text of each entity to ask for. */
  readonly representations: string[] = [];
  readonly #objects: readonly JsonObject[];
  /** For each object the place of its entity in `representations`; -1 when it is not asked for. */
  readonly #asked: Int32Array;

  constructor(objects: readonly JsonObject[], representation: Representation) {
    this.#objects = objects;
    this.#asked = new Int32Array(objects.length);
    const known = new Map<string, number>();
    objects.forEach((object, index) => {
      const text = representation(object);
      if (text === undefined) {
        this.#asked[index] = -1;
        return;
      }
      let asked = known.get(text);
      if (asked === undefined) {
        asked = this.representations.push(text) - 1;
        known.set(text, asked);
      }
      this.#asked[index] = asked;
    });
  }

  /** @param start the place of the first of these entities in `representations`. */
  receive(entities: readonly unknown[], start: number, rewrite: Rewrite | undefined): void {
    const isGiven = new Uint8Array(entities.length);
    this.#objects.forEach((object, index) => {
      const at = (this.#asked[index] ?? -1) - start;
      const entity = entities[at];
      if (!isJsonObject(entity)) return;
      if (isGiven[at]) {
        mergeCopy(object, entity);
        return;
      }
      isGiven[at] = 1;
      if (rewrite) {
        entity['__typename'] ??= object['__typename'];
        rewrite(entity);
      }
      merge(object, entity);
    });
  }

  /**
   * Says where errors belong: one about an entity at every object that stands for it.
   *
   * @param start the place of the call's first entity in `representations`.
   * @param places where each of the objects is in the answer.
   */
  located(
    errors: unknown,
    start: number,
    places: () => readonly JsonPath[],
    steps: readonly string[],
  ): LocatedError[] {
    let known: readonly JsonPath[] | undefined;
    const received = receivedErrors(errors);
    const located = received.flatMap((error) => {
      const { path } = error;
      const entity = path?.[1];
      if (!path || typeof entity !== 'number') {
        return [{ error, at: path && [...steps, ...path], order: Infinity }];
      }
      known ??= places();
      const below = path.slice(2);
      const standing = this.#standingFor(start + entity);
      if (standing.length === 0) return [{ error, at: below, order: Infinity }];
      return standing.map((index) => ({
        error,
        at: [...(known?.[index] ?? []), ...below],
        order: index,
      }));
    });
    // Told once for each of several objects, they stand as if each had been asked about.
    return located.length === received.length
      ? located
      : located.sort((one, other) => one.order - other.order || 0);
  }

  #standingFor(asked: number): number[] {
    return this.#objects.flatMap((_, index) => (this.#asked[index] === asked ? [index] : []));
  }
}
