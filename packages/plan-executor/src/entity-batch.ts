import { isJsonObject, type JsonObject, type JsonPath } from './json.ts';
import { merge, mergeCopy } from './merge.ts';
import type { Representation, RepresentationOf } from './representation.ts';
import type { Rewrite } from './rewrites.ts';
import type { ReceivedError } from './subgraph-errors.ts';

/** An error of a subgraph and the place in the client's answer that it is about. */
interface LocatedError {
  readonly error: ReceivedError;
  readonly at: JsonPath | undefined;
}

/** Finds the place of an entity among those that are asked for; a new one comes last. */
class KnownEntities {
  readonly #representations: string[];
  readonly #byText = new Map<string, number>();
  readonly #byKey = new Map<Representation, Map<unknown, number>>();
  /** Lists mostly hold one type of object: the last one is at hand. */
  #last: Representation | undefined;
  #keys = new Map<unknown, number>();

  /** @param representations grows by the text of each new entity. */
  constructor(representations: string[]) {
    this.#representations = representations;
  }

  /** @returns -1 when the object lacks a part that the subgraph needs. */
  placeOf(object: JsonObject, representation: Representation): number {
    const { onlyKey } = representation;
    const key = onlyKey === undefined ? undefined : object[onlyKey];
    // Equal keys make equal texts; other scalars may be objects, and are compared by their text.
    if (typeof key !== 'string' && typeof key !== 'number') {
      return this.#placeOfText(representation.text(object));
    }
    if (representation !== this.#last) this.#turnTo(representation);
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const place = this.#representations.push(representation.text(object) ?? '') - 1;
    this.#keys.set(key, place);
    return place;
  }

  #placeOfText(text: string | undefined): number {
    if (text === undefined) return -1;
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const place = this.#representations.push(text) - 1;
    this.#byText.set(text, place);
    return place;
  }

  #turnTo(representation: Representation): void {
    this.#last = representation;
    this.#keys = this.#byKey.get(representation) ?? new Map<unknown, number>();
    this.#byKey.set(representation, this.#keys);
  }
}

/** The entities of one fetch: each is asked for once, however many objects stand for it. */
export class EntityBatch {
  /** JSON text of each entity to ask for. */
  readonly representations: string[] = [];
  readonly #objects: readonly JsonObject[];
  /** For each object the place of its entity in `representations`; -1 when it is not asked for. */
  readonly #asked: Int32Array;

  constructor(objects: readonly JsonObject[], representationOf: RepresentationOf) {
    this.#objects = objects;
    this.#asked = new Int32Array(objects.length).fill(-1);
    const known = new KnownEntities(this.representations);
    for (let index = 0; index < objects.length; index += 1) {
      const object = objects[index];
      const representation = object && representationOf(object);
      if (representation) this.#asked[index] = known.placeOf(object, representation);
    }
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
    received: readonly ReceivedError[],
    start: number,
    places: () => readonly JsonPath[],
    steps: readonly string[],
  ): LocatedError[] {
    let known: readonly JsonPath[] | undefined;
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
