import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import type { IdentityProviders } from './identity-providers.ts';
import type { IdentityProvider, PeopleDirectory, Principal } from './people-directory.ts';
import { SigningKeys } from './signing-keys.ts';

/** Signatures that anybody can check and only the provider can make. Never `none`, never HMAC. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const clockToleranceSeconds = 60;
/** A token older than this is not accepted, whatever it says of its own end. */
const longestLife = '24h';
const longestToken = 8_192;
const rememberedKeySets = 1_000;

/** A well-formed question to which the answer is no; all look alike to the caller. */
export type Unknown = undefined;

/** Checks access tokens of the trusts' own identity providers. */
export class AccessTokens {
  readonly #directory: PeopleDirectory;
  readonly #providers: IdentityProviders;
  readonly #httpsOnly: boolean;
  readonly #now: () => number;
  readonly #keySets = new Map<string, SigningKeys>();

  /** @param httpsOnly refuses providers whose keys would come over an open line. */
  constructor(
    directory: PeopleDirectory,
    providers: IdentityProviders,
    httpsOnly: boolean,
    now: () => number = Date.now,
  ) {
    this.#directory = directory;
    this.#providers = providers;
    this.#httpsOnly = httpsOnly;
    this.#now = now;
  }

  /**
   * @param address of the peer; issuers that nobody knows are counted by it.
   * @throws UNAVAILABLE when people or the provider's keys cannot be reached.
   */
  async principalOf(token: string, address: string): Promise<Principal | undefined> {
    const issuer = issuerOf(token);
    const provider = issuer === undefined ? null : await this.#providers.find(issuer, address);
    if (!provider) return undefined;
    const claims = await this.#verify(token, provider);
    if (!claims?.sub) return undefined;
    const principal = await this.#directory.principalOfToken(provider.issuer, claims.sub);
    // A provider vouches for people of its own trust and no other.
    return principal?.trustId === provider.trustId ? principal : undefined;
  }

  async #verify(token: string, provider: IdentityProvider): Promise<JWTPayload | undefined> {
    const keys = this.#keysOf(provider.jwksUri);
    if (!keys) return undefined;
    try {
      const { payload } = await jwtVerify(token, keys.find, {
        issuer: provider.issuer,
        audience: provider.audience,
        algorithms: algorithms.filter((algorithm) => provider.algorithms.includes(algorithm)),
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: clockToleranceSeconds,
        maxTokenAge: longestLife,
        currentDate: new Date(this.#now()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  }

  #keysOf(address: string): SigningKeys | undefined {
    const known = this.#keySets.get(address);
    if (known) return known;
    const { protocol } = URL.parse(address) ?? {};
    if (protocol !== 'https:' && (this.#httpsOnly || protocol !== 'http:')) return undefined;
    const keys = new SigningKeys(address, this.#now);
    if (this.#keySets.size >= rememberedKeySets) this.#keySets.clear();
    this.#keySets.set(address, keys);
    return keys;
  }
}

/** Who the token claims to be from. Nothing else of it is read before its signature is checked. */
function issuerOf(token: string): string | undefined {
  if (token.length > longestToken) return undefined;
  try {
    const { iss } = decodeJwt(token);
    return typeof iss === 'string' && iss.length > 0 && iss.length <= 2_000 ? iss : undefined;
  } catch {
    return undefined;
  }
}
