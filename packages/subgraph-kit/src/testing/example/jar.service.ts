import type { FindOneOptions } from 'typeorm';
import type { Database } from '../../database.ts';
import { notFound } from '../../faults.ts';
import { newId } from '../../ids.ts';
import type { Viewer } from '../../viewer.ts';
import { JarEntity } from './jar.entity.ts';
import { type AddJarInput, JarTooEmpty, type TakeSweetsInput } from './jar.types.ts';

export class JarService {
  constructor(private readonly db: Database) {}

  /** Adds a jar. That the shelf exists is a deferred constraint: it is found out at commit. */
  add({ trustId }: Viewer, { shelfId, label, filling }: AddJarInput): Promise<JarEntity> {
    const { sweets, filledOn } = filling;
    return this.db.transaction((tx) =>
      tx.save(tx.create(JarEntity, { id: newId(), trustId, shelfId, label, sweets, filledOn })),
    );
  }

  /** Holds the jar until commit, so that two people at once cannot take the same sweets. */
  take(viewer: Viewer, input: TakeSweetsInput): Promise<JarEntity | JarTooEmpty> {
    return this.#take(viewer, input, { lock: { mode: 'pessimistic_write' } });
  }

  /** The same mistake as everybody's: here so that tests can show that they would find it. */
  takeWithoutLock(viewer: Viewer, input: TakeSweetsInput): Promise<JarEntity | JarTooEmpty> {
    return this.#take(viewer, input, {});
  }

  #take({ trustId }: Viewer, { jarId, sweets }: TakeSweetsInput, lock: FindOneOptions<JarEntity>) {
    return this.db.transaction(async (tx) => {
      const jar = await tx.findOne(JarEntity, { where: { id: jarId, trustId }, ...lock });
      if (!jar) throw notFound('jar');
      if (jar.sweets < sweets) return new JarTooEmpty(jar.sweets);
      jar.sweets -= sweets;
      return tx.save(jar);
    });
  }
}
