import type { IncomingHttpHeaders } from 'node:http';
import { Fault } from '@trellis/subgraph-kit/faults';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { AccessTokens } from './access-token.ts';
import { readApiKey } from './api-key.ts';
import type { GuessLimit } from './guess-limit.ts';
import type { PeopleDirectory, Principal } from './people-directory.ts';

/** Who is calling, and what was agreed about how they may. */
export interface Caller {
  readonly viewer: Viewer;
  /** Points an hour; null for the usual ones. */
  readonly hourlyCost: number | null;
  readonly trustedDocumentsOnly: boolean;
}

/** Tells who is calling, from an access token or an API key. */
export class Callers {
  readonly #directory: PeopleDirectory;
  readonly #tokens: AccessTokens;
  readonly #guesses: GuessLimit;

  constructor(directory: PeopleDirectory, tokens: AccessTokens, guesses: GuessLimit) {
    this.#directory = directory;
    this.#tokens = tokens;
    this.#guesses = guesses;
  }

  /**
   * @param address of the peer; guesses are counted by it.
   * @throws UNAUTHENTICATED, the same for every reason; UNAVAILABLE when nobody can say.
   */
  async callerOf(
    headers: IncomingHttpHeaders,
    address: string,
    requestId: string,
  ): Promise<Caller> {
    const credential = credentialOf(headers);
    const principal = credential ? await this.#principalOf(credential, address) : undefined;
    if (!principal) throw new Fault('UNAUTHENTICATED', 'Send a valid access token or API key.');
    const { hourlyCost, trustedDocumentsOnly } = principal;
    return { viewer: viewerOf(principal, requestId), hourlyCost, trustedDocumentsOnly };
  }

  async #principalOf(credential: string, address: string): Promise<Principal | undefined> {
    const isKey = credential.startsWith('spk_');
    const key = isKey ? readApiKey(credential) : undefined;
    if (isKey && !key) return undefined;
    // Tokens carry a signature, so of them only issuers are worth guessing, and counted.
    if (!key) return this.#tokens.principalOf(credential, address);
    if (this.#guesses.isReached(address, key.keyId)) return undefined;
    const principal = await this.#directory.principalOfApiKey(key.keyId, key.secretHash);
    if (!principal) this.#guesses.fail(address, key.keyId);
    return principal ?? undefined;
  }
}

/** @returns the one credential of a request; two at once could each mean somebody else. */
function credentialOf(headers: IncomingHttpHeaders): string | undefined {
  const { authorization, 'x-api-key': header } = headers;
  if (authorization === undefined) {
    return typeof header === 'string' && header.startsWith('spk_') ? header : undefined;
  }
  const [, bearer] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? [];
  return header === undefined ? bearer : undefined;
}

function viewerOf(principal: Principal, requestId: string): Viewer {
  return {
    trustId: principal.trustId,
    personId: principal.personId,
    actor: { kind: principal.actorKind, id: principal.actorId },
    placeIds: principal.placeIds,
    allPlaces: principal.allPlaces,
    scopes: new Set(principal.scopes),
    purpose: null,
    requestId,
  };
}
