import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import { z } from 'zod';
import { Fault } from '@trellis/subgraph-kit/faults';
import type { SubgraphClient } from '../subgraph/subgraph-client.ts';
import { SubgraphFailure } from '../subgraph/subgraph-failure.ts';
import { BoundedCache } from './bounded-cache.ts';

/** How long what people said is believed, in milliseconds: a role taken away is gone by then. */
const believedFor = 60_000;
const rememberedPrincipals = 20_000;
const providerShape = z.object({
  issuer: z.string(),
  audience: z.string(),
  jwksUri: z.string(),
  algorithms: z.array(z.string()),
  trustId: z.string(),
});

const principalShape = z.object({
  trustId: z.string(),
  personId: z.string().nullable(),
  actorKind: z.enum(['PERSON', 'API_KEY']),
  actorId: z.string(),
  placeIds: z.array(z.string()),
  allPlaces: z.boolean(),
  scopes: z.array(z.string()),
  hourlyCost: z.number().nullable(),
  trustedDocumentsOnly: z.boolean(),
});

/** Where a trust's staff sign in. */
export type IdentityProvider = z.output<typeof providerShape>;

/** Who a token or key stands for, and what they may do. */
export type Principal = z.output<typeof principalShape>;

const principalFields = `trustId personId actorKind actorId placeIds allPlaces scopes
  hourlyCost trustedDocumentsOnly`;

const providerQuery = `query Provider($issuer: String!) {
  answer: identityProvider(issuer: $issuer) { issuer audience jwksUri algorithms trustId }
}`;
const tokenQuery = `query PrincipalOfToken($issuer: String!, $subject: String!) {
  answer: principalOfToken(issuer: $issuer, subject: $subject) { ${principalFields} }
}`;
const keyQuery = `query PrincipalOfApiKey($keyId: String!, $secretHash: String!) {
  answer: principalOfApiKey(keyId: $keyId, secretHash: $secretHash) { ${principalFields} }
}`;

/** What people knows about callers, believed for a minute; that somebody is unknown as well. */
export class PeopleDirectory {
  readonly #people: SubgraphClient;
  readonly #timeout: number;
  readonly #onFailure: (failure: Error) => void;
  readonly #principals: BoundedCache<Principal | null>;

  /** @param timeout for one question, in milliseconds. */
  constructor(
    people: SubgraphClient,
    timeout: number,
    onFailure: (failure: Error) => void,
    now?: () => number,
  ) {
    this.#people = people;
    this.#timeout = timeout;
    this.#onFailure = onFailure;
    this.#principals = new BoundedCache(believedFor, rememberedPrincipals, now);
  }

  /**
   * Asks each time: `IdentityProviders` remembers.
   *
   * @throws UNAVAILABLE when people cannot say.
   */
  identityProvider(issuer: string): Promise<IdentityProvider | null> {
    return this.#ask(providerShape, providerQuery, { issuer });
  }

  /** @throws UNAVAILABLE when people cannot say. */
  principalOfToken(issuer: string, subject: string): Promise<Principal | null> {
    return this.#principals.get(JSON.stringify([issuer, subject]), () =>
      this.#ask(principalShape, tokenQuery, { issuer, subject }),
    );
  }

  /**
   * @param secretHash SHA-256 of the secret part in hex; the secret itself goes nowhere.
   * @throws UNAVAILABLE when people cannot say.
   */
  principalOfApiKey(keyId: string, secretHash: string): Promise<Principal | null> {
    return this.#principals.get(`${keyId} ${secretHash}`, () =>
      this.#ask(principalShape, keyQuery, { keyId, secretHash }),
    );
  }

  async #ask<Found>(
    shape: z.ZodType<Found>,
    query: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<Found | null> {
    try {
      const options = { viewer: gatewayItself(), timeout: this.#timeout, repeatable: true };
      const { data, errors } = await this.#people.ask({ query, variables }, options);
      if (errors?.length) throw new SubgraphFailure(this.#people.name, 'malformed');
      return shape.nullable().parse(data?.['answer']);
    } catch (error) {
      this.#onFailure(error instanceof Error ? error : new Error('people failed'));
      throw new Fault('UNAVAILABLE', 'Callers cannot be checked now; try again.');
    }
  }
}

/** The gateway asks for itself, before it knows for whom. */
const gatewayItself = () => jobViewer('gateway', ['principal:read']);
