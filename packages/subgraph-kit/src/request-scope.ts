import pg, { type Client } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { sqlFacts, statementName } from './statement-name.ts';
import { startSpan } from './tracing.ts';
import { StatementTurns } from './statement-turns.ts';
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
    const beginning = this.#beginning();
    const runner = this.#source.createQueryRunner();
    const client = (await runner.connect()) as Client;
    const turns = new StatementTurns(client);
    const begun = turns.send(
      () => answerInTime(client, () => client.query(beginning) as Promise<never>), // nobody reads its rows
    );
    begun.catch(() => undefined); // whoever sends a statement is told
    const query = runner.query.bind(runner);
    runner.query = async (...statement: Parameters<typeof query>): Promise<never> => {
      if (statement[0] === begin) return begun;
      const answer = turns.send(() =>
        this.#send(client, statement[0], () => query(...statement) as Promise<never>),
      );
      answer.catch(() => undefined); // told below, unless the transaction never began
      await this.#beginOrBreak(begun, client);
      return answer;
    };
    void runner.startTransaction().catch(() => undefined); // sends nothing: `begun` tells how it went
    return runner;
  }

  /**
   * BEGIN and the viewer, in one statement; the first of the operation's rides along with it. So this
   * must be one that PostgreSQL can read: were it refused whole, the next would run by itself.
   */
  #beginning(): string {
    const set = Object.entries(this.#settings()).map(
      ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`,
    );
    const beginning = `${begin}; SELECT ${set.join(', ')}`;
    if (beginning.includes('\0')) throw new Error('a setting of the viewer is no text');
    return beginning;
  }

  /** Nobody else may be given a connection that has half a transaction. */
  async #beginOrBreak(begun: Promise<unknown>, client: Client): Promise<void> {
    try {
      await begun;
    } catch (error) {
      breakOff(client);
      throw error;
    }
  }

  /** Statements go out as they come, without waiting for the answers of those before them. */
  #send<T>(client: Client, statement: string, ask: () => Promise<T>): Promise<T> {
    if (!ending.has(statement)) {
      // A resolver that nobody waits for any more would write after the commit.
      if (this.#ended) return Promise.reject(new Error(tooLate));
      this.#onStatement();
    }
    const end = startSpan(() => statementName(statement), { kind: 'client', facts: sqlFacts });
    return answerInTime(client, ask).finally(end);
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
    breakOff((await runner.connect()) as Client);
  });
}

/** At once: the gentle end waits for answers that may never come. */
function breakOff(client: Client): void {
  client.end(() => undefined); // so that the pool takes it back no more
  client.connection.stream.destroy();
}

/** Breaks the connection when it does not answer; the statement then fails as UNAVAILABLE. */
async function answerInTime<T>(client: Client, ask: () => Promise<T>): Promise<T> {
  const impatience = setTimeout(() => {
    breakOff(client);
  }, answerTimeout);
  return ask().finally(() => {
    clearTimeout(impatience);
  });
}

/** As TypeORM sends it. */
const begin = 'START TRANSACTION';
/** They come when the operation is over. */
const ending = new Set(['COMMIT', 'ROLLBACK']);
const tooLate = 'the operation has ended, and its transaction with it';
