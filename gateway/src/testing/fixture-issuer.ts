import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { trustId } from './fixture-graph.ts';

interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

/** What a token is to be, beside a good one. */
export interface TokenWishes {
  readonly claims?: JWTPayload;
  readonly without?: readonly string[];
  readonly header?: Readonly<Record<string, unknown>>;
}

export const audience = 'https://graph.example.test';

/** An identity provider of a trust: publishes keys, signs tokens. */
export class FixtureIssuer {
  /** Answers in place of the key set. */
  misbehaviour: ((response: ServerResponse) => void) | undefined;
  keySetRequests = 0;
  readonly #published: JWK[] = [];
  #server: Server | undefined;
  #key: SigningKey | undefined;
  #keysMade = 0;
  #port = 0;

  get issuer(): string {
    return `http://127.0.0.1:${this.#port}/main`;
  }

  /** As people would describe it. */
  get provider() {
    const jwksUri = `${this.issuer}/jwks`;
    return {
      issuer: this.issuer,
      audience,
      jwksUri,
      algorithms: ['RS256', 'ES256', 'HS256'],
      trustId,
    };
  }

  async start(): Promise<void> {
    await this.rotate();
    const server = createServer((_request, response) => {
      this.keySetRequests += 1;
      if (this.misbehaviour) {
        this.misbehaviour(response);
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ keys: this.#published }));
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** Signs with a new key from now on; the ones before stay published. */
  async rotate(): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    this.#keysMade += 1;
    const id = `key-${this.#keysMade}`;
    const jwk = { ...(await exportJWK(publicKey)), kid: id, alg: 'RS256', use: 'sig' };
    this.#key = { id, privateKey, publicKey, jwk };
    this.#published.push(jwk);
  }

  /** Takes back every key but the newest. */
  withdrawOldKeys(): void {
    this.#published.splice(0, this.#published.length - 1);
  }

  async token(subject: string, now: number, wishes: TokenWishes = {}): Promise<string> {
    const { id, privateKey } = this.#newest();
    return new SignJWT(this.#claims(subject, now, wishes))
      .setProtectedHeader({ alg: 'RS256', kid: id, typ: 'at+jwt', ...wishes.header })
      .sign(privateKey, { crit: { x: true } });
  }

  /** The confusion of algorithms: the public key's text as a secret. */
  async tokenSignedWithPublicKey(subject: string, now: number): Promise<string> {
    const { id, publicKey } = this.#newest();
    const secret = new TextEncoder().encode(await exportSPKI(publicKey));
    return new SignJWT(this.#claims(subject, now, {}))
      .setProtectedHeader({ alg: 'HS256', kid: id })
      .sign(secret);
  }

  unsignedToken(subject: string, now: number, alg: string): string {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    return `${encode({ alg })}.${encode(this.#claims(subject, now, {}))}.`;
  }

  #claims(subject: string, now: number, { claims = {}, without = [] }: TokenWishes): JWTPayload {
    const issuedAt = Math.floor(now / 1000);
    const all = {
      iss: this.issuer,
      aud: audience,
      sub: subject,
      iat: issuedAt,
      exp: issuedAt + 300,
    };
    const wished = Object.entries({ ...all, ...claims });
    return Object.fromEntries(wished.filter(([name]) => !without.includes(name)));
  }

  #newest(): SigningKey {
    if (!this.#key) throw new Error('the issuer has not been started');
    return this.#key;
  }
}
