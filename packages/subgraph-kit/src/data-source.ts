import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { SnakeNamingStrategy } from './snake-naming.ts';

type Class<T> = new () => T;

/** What makes one subgraph's database. */
export interface DatabaseShape {
  readonly entities: readonly Class<object>[];
  /** In order; the first is `RowSecuritySettings`. */
  readonly migrations: readonly Class<MigrationInterface>[];
}

/** PostgreSQL’s number for `date[]`, which the driver’s list lacks. */
const dateArray = 1182;

/** Days stay text, so that no time zone moves them; whole numbers and decimals become numbers. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.DATE, (text) => text);
types.setTypeParser(pg.types.builtins.INT8, wholeNumber);
types.setTypeParser(pg.types.builtins.NUMERIC, Number);
types.setTypeParser(dateArray, (text) => text.match(/[\d-]+|NULL/g)?.map(dayOrNull) ?? []);

/**
 * @param poolSize connections that this process may hold.
 * @param patience milliseconds to wait for one of them: commands and jobs have time.
 */
export function createDataSource(
  shape: DatabaseShape,
  url: string,
  poolSize: number,
  patience = 10_000,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: [...shape.entities],
    migrations: [...shape.migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNamingStrategy(),
    poolErrorHandler: () => undefined, // an idle connection that breaks is replaced on next use
    extra: {
      max: poolSize,
      connectionTimeoutMillis: patience,
      types,
      pipeline: true,
    },
  });
}

const dayOrNull = (text: string) => (text === 'NULL' ? null : text);

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53 was read');
  return value;
}
