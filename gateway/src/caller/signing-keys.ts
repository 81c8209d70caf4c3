import { setTimeout as sleep } from 'node:timers/promises';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { fetch } from 'undici';
import { z } from 'zod';
import { Fault } from '@trellis/subgraph-kit/faults';

/** How old keys may be before newer ones are asked for, in milliseconds. */
const freshFor = 300_000;
/** How long the last good keys serve while the provider does not give new ones. */
const servesFor = 3_600_000;
/** Shortest time between two attempts to get keys because they are old. */
const betweenAttempts = 10_000;
/** The same when a token names a key that is not among them: a good one waits so long, no longer. */
const betweenQuestions = 1_000;
/** Longest wait for the provider. */
const timeout = 5_000;
const largestKeySet = 200_000;

const keySetShape = z.object({
  keys: z.array(z.looseObject({ kty: z.string() })).min(1),
});

/**
 * The public keys of one identity provider. A new key is fetched when a token first names it, at
 * most once a second however many tokens name keys that do not exist: those that come meanwhile wait
 * for the next answer together. While the provider is down or talks nonsense, the last good keys
 * serve for an hour.
 */
export class SigningKeys {
  readonly #address: string;
  readonly #now: () => number;
  #keys: ReturnType<typeof createLocalJWKSet> | undefined;
  #loadedAt = -Infinity;
  #triedAt = -Infinity;
  #loading: Promise<boolean> | undefined;
  /** An attempt that has not begun yet: what it brings is newer than any token that waits for it. */
  #next: Promise<boolean> | undefined;

  constructor(address: string, now: () => number = Date.now) {
    this.#address = address;
    this.#now = now;
  }

  /** Finds the key that a token names, as jose asks for it. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const keys = await this.#current();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#ask())) throw error;
      return (await this.#current())(header, token);
    }
  };

  /** @throws UNAVAILABLE when there are no keys that may still be believed. */
  async #current(): Promise<ReturnType<typeof createLocalJWKSet>> {
    const age = this.#now() - this.#loadedAt;
    if (age > servesFor) await this.#renew();
    else if (age > freshFor) void this.#renew();
    if (!this.#keys || this.#now() - this.#loadedAt > servesFor) {
      throw new Fault('UNAVAILABLE', 'Callers cannot be checked now; try again.');
    }
    return this.#keys;
  }

  /** @returns whether there are newer keys than before. */
  #renew(): Promise<boolean> {
    if (this.#loading) return this.#loading;
    if (this.#now() - this.#triedAt < betweenAttempts) return Promise.resolve(false);
    return this.#begin();
  }

  /** @returns whether the provider answered a question that was put after this call. */
  #ask(): Promise<boolean> {
    this.#next ??= this.#askInTurn();
    return this.#next;
  }

  async #askInTurn(): Promise<boolean> {
    await this.#loading;
    const wait = this.#triedAt + betweenQuestions - this.#now();
    if (wait > 0) await sleep(Math.min(wait, betweenQuestions));
    await this.#loading;
    this.#next = undefined;
    return this.#begin();
  }

  #begin(): Promise<boolean> {
    this.#triedAt = this.#now();
    this.#loading = this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #load(): Promise<boolean> {
    try {
      const response = await fetch(this.#address, {
        headers: { accept: 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      });
      if (!response.ok) return false;
      this.#keys = createLocalJWKSet(await readKeySet(response.body ?? []));
      this.#loadedAt = this.#now();
      return true;
    } catch {
      return false;
    }
  }
}

async function readKeySet(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<JSONWebKeySet> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > largestKeySet) throw new Error('the key set is too large');
    chunks.push(chunk);
  }
  return keySetShape.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
}
