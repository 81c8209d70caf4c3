import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets the app role have PostgreSQL count the tables of staff anew while they are almost empty. Until
 * then it plans as for a handful of rows, and the later chunks of the first sync of a new database are slow
 * ones. One function; the version now running does not call it.
 */
export class StaffStatistics1796000010001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION count_staff_tables() RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF (SELECT reltuples FROM pg_class WHERE oid = 'staff_source_record'::regclass) < 1000 THEN
          ANALYZE person, contract, assignment, manager_link, staff_source_record, staff_sync_row;
        END IF;
      END $$;
      REVOKE ALL ON FUNCTION count_staff_tables() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION count_staff_tables() TO people_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION count_staff_tables()');
  }
}
