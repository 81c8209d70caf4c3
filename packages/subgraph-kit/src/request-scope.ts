import type { Client } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { Mutex } from './mutex.ts';
import type { Viewer } from './viewer.ts';

/** Longest that PostgreSQL works on one statement, in milliseconds. */
const statementTimeout = 3_000;
/** Longest to wait for PostgreSQL to say so: then it hangs, or the way to it is broken. */
const answerTimeout = statementTimeout + 1_000;
/** Longest that a transaction may sit idle, for instance while a resolver waits elsewhere. */
const idleTimeout = 15_000;

/**
 * One operation's transaction. It opens at the first statement, carries the viewer to row security,
 * and ends with the operation: no statement of a request runs outside it.
 */
export class RequestScope {
  readonly #source: DataSource;
  readonly #onStatement: () => void;
  readonly #mutex = new Mutex();
  #runner: Promise<QueryRunner> | undefined;
  #ended = false;
  /** Set before the first statement by whoever knows that the operation only reads. */
  readOnly = false;

  constructor(
    source: DataSource,
    readonly viewer: Viewer,
    onStatement: () => void,
  ) {
    this.#source = source;
    this.#onStatement = onStatement;
  }

  async manager(): Promise<EntityManager> {
    if (this.#ended) throw new Error(tooLate);
    this.#runner ??= this.#open();
    return (await this.#runner).manager;
  }

  /** Of what only read nobody has to wait for the end: there is nothing that could be lost. */
  async commit(): Promise<void> {
    const committed = this.#end(async (runner) => {
      await runner.commitTransaction();
    });
    if (this.readOnly) committed.catch(() => undefined);
    else await committed;
  }

  /** Undoes the operation's writes; does nothing when it has ended or never wrote. */
  async rollback(): Promise<void> {
    await this.#end(undo);
  }

  async #open(): Promise<QueryRunner> {
    const runner = this.#source.createQueryRunner();
    const client = (await runner.connect()) as Client;
    try {
      await answerInTime(client, () => this.#begin(runner, client));
      this.#oneAtATime(runner, client);
      return runner;
    } catch (error) {
      void client.end(); // nobody else may be given a connection that has half a transaction
      await runner.release();
      throw error;
    }
  }

  /** The settings ride along with what TypeORM begins with: one round trip instead of two. */
  async #begin(runner: QueryRunner, client: Client): Promise<void> {
    const query = runner.query.bind(runner);
    const set = Object.entries(this.#settings()).map(
      ([name, value]) => `set_config('${name}', ${client.escapeLiteral(value)}, true)`,
    );
    runner.query = (begin: string) => query(`${begin}; SELECT ${set.join(', ')}`);
    await runner.startTransaction();
    runner.query = query;
  }

  /** Parallel resolvers share the connection; pg takes one statement at a time. */
  #oneAtATime(runner: QueryRunner, client: Client): void {
    const query = runner.query.bind(runner);
    runner.query = (...statement: Parameters<typeof query>) => {
      if (!ending.has(statement[0])) {
        // A resolver that nobody waits for any more would write after the commit.
        if (this.#ended) return Promise.reject(new Error(tooLate));
        this.#onStatement();
      }
      return this.#mutex.run(() => answerInTime(client, () => query(...statement)));
    };
  }

  /** PostgreSQL's settings by name; the names are ours, the values may be anybody's. */
  #settings(): Record<string, string> {
    const { trustId, personId, actor, placeIds, allPlaces, scopes, purpose } = this.viewer;
    return {
      transaction_read_only: this.readOnly ? 'on' : 'off',
      statement_timeout: String(statementTimeout),
      idle_in_transaction_session_timeout: String(idleTimeout),
      'app.trust': trustId,
      'app.person': personId ?? '',
      'app.actor': actor.id,
      'app.places': `{${placeIds.join(',')}}`,
      'app.all_places': String(allPlaces),
      'app.scopes': `{${[...scopes].join(',')}}`,
      'app.purpose': purpose ?? '',
    };
  }

  async #end(how: (runner: QueryRunner) => Promise<void>): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const runner = await this.#runner?.catch(() => undefined);
    if (!runner) return;
    try {
      await how(runner);
    } catch (error) {
      await undo(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

/** Where even that fails the connection is broken, and PostgreSQL undoes by itself. */
async function undo(runner: QueryRunner): Promise<void> {
  if (!runner.isTransactionActive) return;
  await runner.rollbackTransaction().catch(async () => {
    void ((await runner.connect()) as Client).end();
  });
}

/** Breaks the connection when it does not answer; the statement then fails as UNAVAILABLE. */
async function answerInTime<T>(client: Client, ask: () => Promise<T>): Promise<T> {
  const impatience = setTimeout(() => {
    void client.end();
  }, answerTimeout);
  return ask().finally(() => {
    clearTimeout(impatience);
  });
}

/** They come when the operation is over. */
const ending = new Set(['COMMIT', 'ROLLBACK']);
const tooLate = 'the operation has ended, and its transaction with it';
