import { BoundedCache } from './bounded-cache.ts';
import type { GuessLimit } from './guess-limit.ts';
import type { IdentityProvider } from './people-directory.ts';

/** How long what people said is believed, in milliseconds. */
const believedFor = 60_000;
const rememberedProviders = 1_000;
const rememberedGuesses = 1_000;
/** What is counted as guessed at: one count for every issuer that an address makes up. */
const subject = 'issuer';

/**
 * The identity providers that tokens name. A token names its issuer before anything of it is
 * checked, so issuers that nobody knows are counted by address, and remembered apart from real ones.
 */
export class IdentityProviders {
  readonly #ask: (issuer: string) => Promise<IdentityProvider | null>;
  readonly #guesses: GuessLimit;
  /** Real when last asked about. These are asked about again, however much others guess. */
  readonly #real = new Set<string>();
  readonly #providers: BoundedCache<IdentityProvider | null>;
  readonly #guessed: BoundedCache<IdentityProvider | null>;

  /** @param ask people about an issuer; remembered for a minute unless it fails. */
  constructor(
    ask: (issuer: string) => Promise<IdentityProvider | null>,
    guesses: GuessLimit,
    now?: () => number,
  ) {
    this.#ask = ask;
    this.#guesses = guesses;
    this.#providers = new BoundedCache(believedFor, rememberedProviders, now);
    this.#guessed = new BoundedCache(believedFor, rememberedGuesses, now);
  }

  /**
   * @param address of the peer; it may have people asked about few issuers that are none.
   * @throws UNAVAILABLE when people cannot say.
   */
  async find(issuer: string, address: string): Promise<IdentityProvider | null> {
    if (this.#real.has(issuer)) {
      const provider = await this.#providers.get(issuer, () => this.#askFor(issuer));
      if (!provider) this.#real.delete(issuer);
      return provider;
    }
    if (!this.#guessed.has(issuer) && this.#guesses.isReached(address, subject)) return null;
    return this.#guessed.get(issuer, () => this.#askForGuess(issuer, address));
  }

  /** Counts the guess before the answer is there, for many can be sent at once. */
  async #askForGuess(issuer: string, address: string): Promise<IdentityProvider | null> {
    this.#guesses.fail(address, subject);
    let isGuess = false;
    try {
      const provider = await this.#askFor(issuer);
      isGuess = provider === null;
      if (provider) {
        this.#real.add(issuer);
        await this.#providers.get(issuer, () => Promise.resolve(provider));
      }
      return provider;
    } finally {
      if (!isGuess) this.#guesses.forgive(address, subject);
    }
  }

  async #askFor(issuer: string): Promise<IdentityProvider | null> {
    const provider = await this.#ask(issuer);
    return provider?.issuer === issuer ? provider : null;
  }
}
