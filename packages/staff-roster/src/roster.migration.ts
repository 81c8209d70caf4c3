import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables behind the roster, as a migration for the subgraph's list. Two new tables.
 *
 * @param subgraph whose app role, `<subgraph>_app`, keeps the roster.
 */
export function rosterTables(subgraph: string): new () => MigrationInterface {
  /** What people tells of staff, as far as eligibility needs it: no name, no address. */
  return class Roster1796000030010 implements MigrationInterface {
    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`
        CREATE TABLE roster_person (
          trust_id uuid NOT NULL,
          id uuid NOT NULL,
          version bigint NOT NULL, -- of what people told; an older one never replaces a newer
          status text NOT NULL CHECK (status IN ('EMPLOYED', 'FUTURE', 'LEFT', 'MERGED')),
          merged_into_id uuid CHECK ((status = 'MERGED') = (merged_into_id IS NOT NULL)),
          has_work_mailbox boolean NOT NULL,
          contracts jsonb NOT NULL,
          managers jsonb NOT NULL,
          leave jsonb NOT NULL,
          kept_at timestamptz NOT NULL, -- when people last told, or confirmed, this
          PRIMARY KEY (trust_id, id)
        );
        CREATE TABLE roster_assignment (
          trust_id uuid NOT NULL,
          id uuid NOT NULL,
          person_id uuid NOT NULL,
          contract_id uuid NOT NULL,
          school_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
          role_codes text[] NOT NULL, -- main one first
          staff_groups text[] NOT NULL,
          subject_codes text[] NOT NULL,
          fte numeric(3,2) NOT NULL,
          is_primary boolean NOT NULL,
          starts_on date NOT NULL,
          ends_on date, -- first day on which it no longer runs
          PRIMARY KEY (trust_id, person_id, id),
          FOREIGN KEY (trust_id, person_id) REFERENCES roster_person (trust_id, id) ON DELETE CASCADE
        );
        CREATE INDEX roster_assignment_at_school ON roster_assignment (trust_id, school_id, person_id);
        ${['roster_person', 'roster_assignment'].map((table) => sameTrust(table, subgraph)).join('')}`);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query('DROP TABLE roster_assignment, roster_person');
    }
  };
}

const sameTrust = (table: string, subgraph: string) => `
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY same_trust ON ${table}
          USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
        GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO "${subgraph}_app";`;
