import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets jobs clear away what is old, as a migration for the subgraph's list after that of the tables of
 * events. The version now running keeps everything for good, as before.
 *
 * @param subgraph stem of its roles.
 */
export function eventRetention(subgraph: string): new () => MigrationInterface {
  const job = `"${subgraph}_job"`;
  return class EventRetention1796000030030 implements MigrationInterface {
    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`
        GRANT DELETE ON event TO ${job};
        CREATE INDEX event_by_age ON event (occurred_at);
        CREATE POLICY every_trust_for_jobs ON inbox_event TO ${job} USING (true) WITH CHECK (true);
        GRANT SELECT, DELETE ON inbox_event TO ${job};
        CREATE INDEX inbox_event_by_age ON inbox_event (received_at);`);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`
        DROP INDEX inbox_event_by_age;
        REVOKE SELECT, DELETE ON inbox_event FROM ${job};
        DROP POLICY every_trust_for_jobs ON inbox_event;
        DROP INDEX event_by_age;
        REVOKE DELETE ON event FROM ${job};`);
    }
  };
}
