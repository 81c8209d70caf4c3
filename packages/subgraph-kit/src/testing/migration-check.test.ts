import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import type { DatabaseShape } from '../data-source.ts';
import { exampleSubgraph } from './example/example-subgraph.ts';
import { ShelfEntity } from './example/jar.entity.ts';
import { entityDrift, undoAndRedo } from './migration-check.ts';
import { asSuperuser } from './test-cluster.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

const { database: shape } = exampleSubgraph;
let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase('example', shape);
});
afterEach(() => database.drop());

@Entity('jar')
class WiderJar {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') shelfId!: string;
  @Column('text') label!: string;
  @Column('int') sweets!: number;
  @Column('date') filledOn!: string;
  @Column('text') colour!: string;
}

@Entity('lid')
class Lid {
  @PrimaryColumn('uuid') id!: string;
}

@Entity('jar')
class OtherwiseTypedJar {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('int') label!: number;
}

const withEntities = (...entities: DatabaseShape['entities'][number][]): DatabaseShape => ({
  ...shape,
  entities: [ShelfEntity, ...entities],
});
/** The shape with a newest migration that does and undoes as given. */
function withMigration(up: string, down: string): DatabaseShape {
  class Newest1800000000000 implements MigrationInterface {
    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(up);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(down);
    }
  }
  return { ...shape, migrations: [...shape.migrations, Newest1800000000000] };
}

describe('what entities want and no migration made', () => {
  it('is nothing for the example', async () => {
    expect(await entityDrift(database.ownerUrl, shape)).toEqual([]);
  });

  it('is found: a column', async () => {
    const drift = await entityDrift(database.ownerUrl, withEntities(WiderJar));
    expect(drift).toEqual([expect.stringContaining('"colour" text NOT NULL')]);
  });

  it('is found: a table', async () => {
    const drift = await entityDrift(database.ownerUrl, withEntities(Lid));
    expect(drift).toEqual([expect.stringContaining('CREATE TABLE "lid"')]);
  });

  it('is found: another type', async () => {
    const drift = await entityDrift(database.ownerUrl, withEntities(OtherwiseTypedJar));
    expect(drift).toEqual([expect.stringContaining('"label" integer NOT NULL')]);
  });
});

describe('undoing and redoing the newest migration', () => {
  const tables = () =>
    asSuperuser(database.name, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
      );
      return rows.map(({ name }) => name);
    });

  it('leaves the database as it was', async () => {
    const before = await tables();
    await undoAndRedo(database.ownerUrl, shape);
    expect(await tables()).toEqual(before);
  });

  it('fails when undoing fails', async () => {
    const broken = withMigration('CREATE TABLE one (id uuid)', 'DROP TABLE two');
    await expect(undoAndRedo(database.ownerUrl, broken)).rejects.toThrow('two');
  });

  it('fails when something is left behind that redoing meets again', async () => {
    const forgetful = withMigration(
      'CREATE TABLE box (id uuid); CREATE TABLE crate (id uuid)',
      'DROP TABLE box',
    );
    await expect(undoAndRedo(database.ownerUrl, forgetful)).rejects.toThrow('crate');
  });
});
