import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';
import { RequestScope } from './request-scope.ts';
import type { Viewer } from './viewer.ts';

const scopes = new AsyncLocalStorage<RequestScope>();

/** A subgraph's database as its services and loaders see it: always inside an operation's scope. */
export class Database {
  readonly #source: DataSource;
  readonly #onStatement: () => void;

  /** @param onStatement told of each statement, to count them. */
  constructor(source: DataSource, onStatement: () => void = () => undefined) {
    this.#source = source;
    this.#onStatement = onStatement;
  }

  /** Runs `work` in the operation's transaction, which commits or rolls back with the operation. */
  async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return work(await this.#scope().manager());
  }

  /**
   * Plain rows of one statement, for reading on hot paths: several times cheaper than entities.
   *
   * @param parameters the values of `$1`, `$2`, …; nothing is ever spliced into the SQL.
   */
  async rows<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const manager = await this.#scope().manager();
    return manager.query<Row[]>(sql, [...parameters]);
  }

  /** Does `work` as the viewer in a transaction of its own: imports, jobs and tests. */
  async as<T>(viewer: Viewer, work: () => Promise<T>): Promise<T> {
    const scope = this.scopeFor(viewer);
    try {
      const result = await scopes.run(scope, work);
      await scope.commit();
      return result;
    } finally {
      await scope.rollback();
    }
  }

  /** Does `work` inside a scope that the caller commits or rolls back. */
  within<T>(scope: RequestScope, work: () => Promise<T>): Promise<T> {
    return scopes.run(scope, work);
  }

  /** A scope for one operation of the viewer; no connection is taken before its first statement. */
  scopeFor(viewer: Viewer): RequestScope {
    return new RequestScope(this.#source, viewer, this.#onStatement);
  }

  #scope(): RequestScope {
    const scope = scopes.getStore();
    if (!scope) throw new Error('a statement was tried outside an operation');
    return scope;
  }
}
