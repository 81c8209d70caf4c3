import type { MigrationInterface, QueryRunner } from 'typeorm';

const holds = `'gias:import' = ANY ((select app.scopes())::text[])`;

/**
 * The import of the register of schools tells of schools of every trust, and of nothing else: it adds
 * their events, and puts word of them in line for each trust's webhooks. Policies alone; the version
 * now running imports as before.
 */
export class SchoolNews1797020000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE POLICY gias_import ON event TO people_app
        USING (${holds} AND aggregate_type = 'School')
        WITH CHECK (${holds} AND aggregate_type = 'School');
      CREATE POLICY gias_import ON webhook FOR SELECT TO people_app USING (${holds});
      CREATE POLICY gias_import ON webhook_delivery TO people_app
        USING (${holds} AND type = 'school.changed')
        WITH CHECK (${holds} AND type = 'school.changed');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY gias_import ON webhook_delivery;
      DROP POLICY gias_import ON webhook;
      DROP POLICY gias_import ON event;`);
  }
}
