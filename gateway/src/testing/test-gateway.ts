import { randomBytes } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { z } from 'zod';
import { readConfig } from '@trellis/subgraph-kit/config';
import { createLogger } from '@trellis/subgraph-kit/logger';
import type { Principal } from '../caller/people-directory.ts';
import { gatewayShape } from '../config.ts';
import { type RunningGateway, serveGateway } from '../gateway.ts';
import { composeSupergraph } from '../supergraph/composition.ts';
import {
  aPrincipal,
  KnownCallers,
  opportunitiesSubgraph,
  peopleSubgraph,
  studySubgraph,
} from './fixture-graph.ts';
import { FixtureIssuer } from './fixture-issuer.ts';
import { fixtureSchemas } from './fixture-schemas.ts';

/** Nothing but data and errors: other extensions would say something of our insides. */
const answerShape = z.strictObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.looseObject({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()),
      }),
    )
    .optional(),
});

export type ClientAnswer = z.output<typeof answerShape>;

/** The whole gateway over fixture subgraphs and a fixture identity provider, all over HTTP. */
export class TestGateway {
  readonly known = new KnownCallers();
  readonly people = peopleSubgraph(this.known);
  readonly study = studySubgraph();
  /** What is at private addresses of calendars, by the hash of their secret. */
  readonly calendars = new Map<string, string>();
  readonly opportunities = opportunitiesSubgraph(this.calendars);
  readonly issuer = new FixtureIssuer();
  /** Added to the gateway's clock, in milliseconds. */
  clockAhead = 0;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  #running: RunningGateway | undefined;
  #subjects = 0;

  readonly #withoutLane: boolean;

  constructor(environment: Readonly<Record<string, string>> = {}, withoutLane = false) {
    this.#environment = environment;
    this.#withoutLane = withoutLane;
  }

  get subgraphs() {
    return [this.people, this.opportunities, this.study];
  }

  get origin(): string {
    return `http://127.0.0.1:${this.running.port}`;
  }

  get running(): RunningGateway {
    if (!this.#running) throw new Error('the gateway is served before the first test, not earlier');
    return this.#running;
  }

  now(): number {
    return Date.now() + this.clockAhead;
  }

  /** Makes somebody known who has these scopes, and signs them in. */
  async tokenWith(...scopes: string[]): Promise<string> {
    return this.issuer.token(this.addPerson(aPrincipal(...scopes)), this.now());
  }

  /** @returns the subject that their tokens name. */
  addPerson(principal: Principal): string {
    this.#subjects += 1;
    const subject = `subject-${this.#subjects}`;
    this.known.subjects.set(subject, principal);
    return subject;
  }

  /** An API key of a program that has these scopes, for where tokens cannot be checked. */
  apiKeyWith(...scopes: string[]): string {
    return this.apiKeyFor({ scopes });
  }

  /** An API key of a program about which this was agreed. */
  apiKeyFor(agreed: Partial<Principal>): string {
    const secret = randomBytes(32).toString('base64url');
    const keyId = randomBytes(6).toString('hex');
    this.known.addKey(keyId, secret, { ...aPrincipal(), actorKind: 'API_KEY', ...agreed });
    return `spk_test_${keyId}_${secret}`;
  }

  async ask(token: string, query: string, variables: object = {}): Promise<ClientAnswer> {
    const response = await this.post(JSON.stringify({ query, variables }), {
      authorization: `Bearer ${token}`,
    });
    return answerShape.parse(await response.json());
  }

  post(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  }

  /** What the subgraphs were asked during `work`, questions about the caller left out. */
  async callsDuring(work: () => Promise<unknown>): Promise<string[]> {
    for (const { calls } of this.subgraphs) calls.splice(0);
    await work();
    return this.subgraphs.flatMap(({ name, calls }) =>
      calls
        .filter(({ viewer }) => viewer.actor.kind !== 'JOB')
        .map(({ query }) => `${name} ${query}`),
    );
  }

  /** Puts another supergraph in the place of the one that is served, in one step. */
  writeSupergraph(sdl: string): void {
    writeFileSync(join(this.#folder, 'next.graphql'), sdl);
    renameSync(join(this.#folder, 'next.graphql'), this.#supergraphFile);
  }

  async start(): Promise<void> {
    process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
    await Promise.all([...this.subgraphs, this.issuer].map((server) => server.start()));
    this.known.providers.set(this.issuer.issuer, this.issuer.provider);
    this.writeSupergraph(composeSupergraph(fixtureSchemas));
    this.#running = await this.serve(this.#withoutLane);
  }

  /**
   * Serves one more gateway over the same subgraphs.
   *
   * @param withoutLane whether Apollo Server answers all operations there.
   */
  serve(withoutLane: boolean): Promise<RunningGateway> {
    const logger = createLogger('gateway', process.env['TEST_LOG_LEVEL'] ?? 'silent');
    const config = readConfig(gatewayShape, this.environment);
    return serveGateway(config, logger, { now: () => this.now(), withoutLane });
  }

  /** What a gateway over the same subgraphs is told. */
  get environment(): Record<string, string> {
    return {
      NODE_ENV: 'test',
      PORT: '0',
      OPERATIONS_PORT: '0',
      PEOPLE_URL: this.people.url,
      OPPORTUNITIES_URL: this.opportunities.url,
      STUDY_URL: this.study.url,
      PEOPLE_ASSERTION_KEY: this.people.keyText,
      OPPORTUNITIES_ASSERTION_KEY: this.opportunities.keyText,
      STUDY_ASSERTION_KEY: this.study.keyText,
      SUPERGRAPH_FILE: this.#supergraphFile,
      SUBGRAPH_TIMEOUT: '1500',
      ...this.#environment,
    };
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    await Promise.all([...this.subgraphs, this.issuer].map((server) => server.stop()));
    rmSync(this.#folder, { recursive: true });
  }

  /** Everybody behaves again. */
  reset(): void {
    for (const subgraph of this.subgraphs) subgraph.misbehaviour = undefined;
    this.issuer.misbehaviour = undefined;
    this.clockAhead = 0;
  }

  get #supergraphFile(): string {
    return join(this.#folder, 'supergraph.graphql');
  }
}

/** The gateway for one test file: served before its first test, gone after its last. */
export function testGateway(environment: Readonly<Record<string, string>> = {}): TestGateway {
  const gateway = new TestGateway(environment);
  beforeAll(() => gateway.start());
  afterEach(() => {
    gateway.reset();
  });
  afterAll(() => gateway.stop());
  return gateway;
}
