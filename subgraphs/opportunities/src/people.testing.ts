import { newId } from '@trellis/subgraph-kit/ids';
import type {
  EntityFinder,
  EntityKey,
  EntityReader,
  OtherKey,
} from '@trellis/subgraph-kit/known-entities';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { z } from 'zod';

/** What people would answer: each trust sees its own schools and networks, and who may approve. */
export class KnownToPeople implements EntityFinder, EntityReader {
  readonly #factsOf = new Map<string, object>();
  readonly #trustOf = new Map<string, string>();
  readonly #idOf = new Map<string, string>();

  /** @returns the id of a new school or network of the trust, or of somebody who may approve. */
  add(trustId: string): string {
    const id = newId();
    this.#trustOf.set(id, trustId);
    return id;
  }

  /** @returns the id of a new school with that URN. */
  addSchool(trustId: string, urn: string): string {
    const id = this.add(trustId);
    this.#idOf.set(`${trustId} ${urn}`, id);
    return id;
  }

  idsBy({ trustId }: Viewer, keys: readonly OtherKey[]): Promise<(string | null)[]> {
    return Promise.resolve(keys.map(({ value }) => this.#idOf.get(`${trustId} ${value}`) ?? null));
  }

  /** @returns the id of a new school of which people says that. */
  addSchoolWith(trustId: string, facts: object): string {
    const id = this.add(trustId);
    this.#factsOf.set(id, facts);
    return id;
  }

  read<T>(
    { trustId }: Viewer,
    keys: readonly EntityKey[],
    _fields: string,
    shape: z.ZodType<T>,
  ): Promise<(T | null)[]> {
    const said = keys.map(({ id }) => {
      const facts = this.#trustOf.get(id) === trustId ? this.#factsOf.get(id) : undefined;
      return facts ? shape.parse(facts) : null;
    });
    return Promise.resolve(said);
  }

  unknownTo({ trustId }: Viewer, keys: readonly EntityKey[]): Promise<EntityKey[]> {
    return Promise.resolve(keys.filter(({ id }) => this.#trustOf.get(id) !== trustId));
  }
}
