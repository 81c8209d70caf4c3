import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { EntityManager } from 'typeorm';
import {
  ApiClientKey,
  ApiClientRevoked,
  BeyondOwnRights,
  type CreateApiClientInput,
  type RevokeApiClientInput,
  type RotateApiClientInput,
} from './api-client-change.types.ts';
import { ApiClientEntity } from './api-client.entity.ts';
import { type KeyEnvironment, newApiKey, partsOfApiKey } from './api-key.ts';

const dayInMilliseconds = 86_400_000;

/** How long a key may be good before somebody looks at it again, in milliseconds. */
export const longestLife = 366 * dayInMilliseconds;
const usualOverlap = 7 * dayInMilliseconds;
const longestOverlap = 30 * dayInMilliseconds;

/** How much less than other callers a system may do. */
interface Limits {
  /** In points; null for what every caller has. */
  readonly hourlyCost: number | null;
  readonly trustedDocumentsOnly: boolean;
}

/** As much as every caller. */
export const unlimited: Limits = { hourlyCost: null, trustedDocumentsOnly: false };

/** A system that is to be let in. */
export interface NewApiClient extends Limits {
  readonly name: string;
  readonly scopes: readonly string[];
  /** ALL is every school, those that join the trust later included. */
  readonly schoolIds: readonly string[] | 'ALL';
  readonly expiresAt: Date;
}

/** One whose key is known already, `spk_<env>_<keyId>_<secret>`; only its hash is kept. */
export interface ApiClientRecord extends Omit<NewApiClient, keyof Limits> {
  readonly id: string;
  readonly key: string;
}

/** Lets systems in by keys, and shuts them out again. */
export class ApiClientService {
  readonly #db: Database;
  readonly #idempotency: Idempotency;
  readonly #environment: KeyEnvironment;

  /** @param environment part of each key that is made here. */
  constructor(db: Database, idempotency: Idempotency, environment: KeyEnvironment) {
    this.#db = db;
    this.#idempotency = idempotency;
    this.#environment = environment;
  }

  /**
   * Makes a key for schools that the viewer answers for.
   *
   * @throws NOT_FOUND when the viewer answers for no such school.
   * @throws FORBIDDEN when it is to be every school and the viewer does not answer for each.
   * @throws BAD_USER_INPUT when it says no schools, or would be good for longer than a year.
   */
  create(viewer: Viewer, input: CreateApiClientInput): Promise<ApiClientKey | BeyondOwnRights> {
    const { name, scopes, expiresAt, trustedDocumentsOnly } = input;
    const limits = { hourlyCost: input.hourlyCost ?? null, trustedDocumentsOnly };
    return this.#idempotency.once<ApiClientKey, BeyondOwnRights>(
      viewer,
      'createApiClient',
      input,
      async () => {
        const beyond = beyondOwn(viewer, scopes);
        if (beyond) return beyond;
        const schoolIds = await this.#schoolsFor(viewer, input);
        return this.issue(viewer, { name, scopes, schoolIds, expiresAt, ...limits });
      },
      (id) => this.#withoutKey(viewer, id),
    );
  }

  /**
   * Gives a client a new secret and a while in which the one it has is taken as well.
   *
   * @throws NOT_FOUND when the viewer sees no such client.
   * @throws BAD_USER_INPUT when a time is beyond its limit, or the key would have expired already.
   */
  rotate(
    viewer: Viewer,
    input: RotateApiClientInput,
  ): Promise<ApiClientKey | BeyondOwnRights | ApiClientRevoked> {
    return this.#idempotency.once<ApiClientKey, BeyondOwnRights | ApiClientRevoked>(
      viewer,
      'rotateApiClient',
      input,
      () => this.#db.transaction((tx) => this.#rotate(tx, viewer, input)),
      (id) => this.#withoutKey(viewer, id),
    );
  }

  /**
   * Lets a client in no more. Gateways notice within a minute.
   *
   * @throws NOT_FOUND when the viewer sees no such client.
   */
  revoke(viewer: Viewer, input: RevokeApiClientInput): Promise<ApiClientEntity | ApiClientRevoked> {
    return this.#idempotency.once<ApiClientEntity, ApiClientRevoked>(
      viewer,
      'revokeApiClient',
      input,
      () =>
        this.#db.transaction(async (tx) => {
          const client = await held(tx, viewer, { id: idOrNone(input.id) });
          if (client.revokedAt) return new ApiClientRevoked(client);
          return tx.save(Object.assign(client, { revokedAt: new Date() }));
        }),
      (id) => this.#find(viewer, id),
    );
  }

  /**
   * Makes a key, for whoever has checked that the schools are the trust's.
   *
   * @throws BAD_USER_INPUT when it would be good for longer than a year or not at all.
   */
  async issue(viewer: Viewer, client: NewApiClient): Promise<ApiClientKey> {
    refuseExpiry(client.expiresAt);
    const id = newId();
    const key = newApiKey(this.#environment);
    await this.#write(viewer, { ...client, id, key });
    return new ApiClientKey(await this.#find(viewer, id), key);
  }

  /**
   * Keeps a client whose key was made elsewhere. The same again changes nothing.
   *
   * @throws Error when the key does not have the form that the gateway takes.
   */
  add(viewer: Viewer, client: ApiClientRecord): Promise<void> {
    return this.#write(viewer, { ...client, ...unlimited });
  }

  /**
   * The same as `revoke` by the public part of its key.
   *
   * @returns whether the trust has such a key that was not revoked already.
   */
  revokeKey({ trustId }: Viewer, keyId: string): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      const client = await tx.findOneBy(ApiClientEntity, { trustId, keyId });
      if (client?.revokedAt !== null) return false;
      await tx.save(Object.assign(client, { revokedAt: new Date() }));
      return true;
    });
  }

  async #rotate(tx: EntityManager, viewer: Viewer, input: RotateApiClientInput) {
    const client = await held(tx, viewer, { id: idOrNone(input.id) });
    if (client.revokedAt) return new ApiClientRevoked(client);
    const beyond = beyondOwn(viewer, client.scopes);
    if (beyond) return beyond;
    const expiresAt = input.expiresAt ?? client.expiresAt;
    refuseExpiry(expiresAt);
    const key = newApiKey(this.#environment, client.keyId);
    const change = {
      ...{ ...partsOfApiKey(key), expiresAt },
      oldSecretHash: client.secretHash,
      // Moving the key's end does not wake a secret that was over before.
      oldSecretUntil: earlier(overlapOf(input), client.expiresAt),
    };
    return new ApiClientKey(await tx.save(Object.assign(client, change)), key);
  }

  async #write(
    { trustId, actor }: Viewer,
    { key, ...client }: NewApiClient & ApiClientRecord,
  ): Promise<void> {
    const allSchools = client.schoolIds === 'ALL';
    const schoolIds = client.schoolIds === 'ALL' ? [] : [...client.schoolIds];
    const by = { createdByKind: actor.kind, createdById: actor.id };
    const kept = { ...client, ...partsOfApiKey(key), scopes: [...new Set(client.scopes)] };
    const row = { ...kept, ...by, trustId, schoolIds, allSchools };
    await this.#db.transaction((tx) => tx.upsert(ApiClientEntity, row, ['trustId', 'id']));
  }

  /** @returns the ids as they are spelled here. */
  async #schoolsFor(viewer: Viewer, input: CreateApiClientInput): Promise<string[] | 'ALL'> {
    const { allSchools } = input;
    const named = input.schoolIds ?? []; // null is as good as absent
    if (allSchools === named.length > 0) {
      throw badUserInput('Give either schoolIds or allSchools: true.');
    }
    if (allSchools) {
      if (!viewer.allPlaces) throw forbidden('You do not answer for every school.');
      return 'ALL';
    }
    const ids = [...new Set(named.map((id) => idOrNone(id).toLowerCase()))];
    const found = await this.#db.rows<{ id: string }>(
      'SELECT id FROM school WHERE trust_id = $1 AND id = ANY ($2::uuid[])',
      [viewer.trustId, viewer.allPlaces ? ids : ids.filter((id) => viewer.placeIds.includes(id))],
    );
    if (found.length < ids.length) throw notFound('school');
    return ids;
  }

  async #withoutKey(viewer: Viewer, id: string): Promise<ApiClientKey> {
    return new ApiClientKey(await this.#find(viewer, id), null);
  }

  #find({ trustId }: Viewer, id: string): Promise<ApiClientEntity> {
    return this.#db.transaction((tx) => tx.findOneByOrFail(ApiClientEntity, { trustId, id }));
  }
}

/** The client, and nobody else changes it until the transaction ends. */
async function held(tx: EntityManager, viewer: Viewer, { id }: { id: string }) {
  const { trustId } = viewer;
  const lock = { mode: 'pessimistic_write' } as const;
  const client = await tx.findOne(ApiClientEntity, { where: { trustId, id }, lock });
  if (!client || !answersFor(viewer, client)) throw notFound('API client');
  return client;
}

function answersFor({ allPlaces, placeIds }: Viewer, client: ApiClientEntity): boolean {
  if (allPlaces) return true;
  return !client.allSchools && client.schoolIds.every((id) => placeIds.includes(id));
}

/** Whoever holds a key holds its rights, so that nobody may make one that can do more than they. */
function beyondOwn(viewer: Viewer, scopes: readonly string[]): BeyondOwnRights | undefined {
  const beyond = scopes.filter((scope) => !viewer.scopes.has(scope));
  return beyond.length > 0 ? new BeyondOwnRights(beyond) : undefined;
}

function refuseExpiry(expiresAt: Date): void {
  const life = expiresAt.getTime() - Date.now();
  if (life <= 0 || life > longestLife) {
    throw badUserInput('expiresAt is after now and within a year.');
  }
}

function overlapOf({ oldSecretUntil }: RotateApiClientInput): Date {
  const latest = Date.now() + longestOverlap;
  if (oldSecretUntil && oldSecretUntil.getTime() > latest) {
    throw badUserInput('oldSecretUntil is within 30 days.');
  }
  return oldSecretUntil ?? new Date(Date.now() + usualOverlap);
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
