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

const { builtins, getTypeParser } = pg.types;

/** Days stay text, so that no time zone moves them; whole numbers and decimals become numbers. */
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.DATE, (text) => text],
  [builtins.INT8, wholeNumber],
  [builtins.NUMERIC, Number],
]);

/** @param poolSize connections that this process may hold. */
export function createDataSource(shape: DatabaseShape, url: string, poolSize: number): DataSource {
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
      connectionTimeoutMillis: 1_000,
      types: {
        getTypeParser: (oid: number, format?: 'text' | 'binary') =>
          parsers.get(oid) ?? getTypeParser(oid, format ?? 'text'),
      },
    },
  });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53 was read');
  return value;
}
