import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './rewritten-function.ts';

/**
 * How far somebody would go to work at another school, and where schools are that lend and borrow; and
 * nobody is lent on a day on which they have no post. New columns that may be null.
 */
export class LendingDistance1797300500004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE specialist_need
        ADD COLUMN easting integer, ADD COLUMN northing integer, -- of the school, in metres
        ADD CHECK ((easting IS NULL) = (northing IS NULL));
      ALTER TABLE lending_offer
        ADD COLUMN within_miles integer CHECK (within_miles BETWEEN 1 AND 500), -- null: any distance
        ADD COLUMN easting integer, ADD COLUMN northing integer, -- of the home school
        ADD CHECK ((easting IS NULL) = (northing IS NULL));
      GRANT INSERT (within_miles), UPDATE (easting, northing) ON lending_offer TO opportunities_app;`);
    await queryRunner.query(rewritten(share, fullTime, ofPosts));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(rewritten(share, ofPosts, fullTime));
    await queryRunner.query(`
      ALTER TABLE specialist_need DROP COLUMN easting, DROP COLUMN northing;
      ALTER TABLE lending_offer DROP COLUMN within_miles, DROP COLUMN easting, DROP COLUMN northing`);
  }
}

const share = 'contract_share(uuid, uuid, date)';
const fullTime = 'SELECT least(sum(fte), 1) AS fte';
const ofPosts = 'SELECT least(coalesce(sum(fte), 0), 1) AS fte'; // no post is none, and not a whole one
