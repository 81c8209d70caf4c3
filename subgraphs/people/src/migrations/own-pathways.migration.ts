import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * What a trust adds to the catalogue of role profiles and pathways, and steps of the catalogue that it
 * words otherwise. New tables; the version now running does not see them.
 */
export class OwnPathways1797200500002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${profile} ${step}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE own_pathway_step, own_role_profile;');
  }
}

const tracks = `'LEADERSHIP', 'CURRICULUM', 'PEDAGOGY', 'ASSESSMENT', 'RESEARCH', 'PASTORAL_SEND',
  'BUSINESS', 'OPERATIONS', 'TEACHING_SUPPORT'`;

const profile = `
  CREATE TABLE own_role_profile (
    trust_id uuid NOT NULL,
    code text NOT NULL CHECK (code ~ '^[A-Z][A-Z0-9_]{1,59}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    summary text NOT NULL CHECK (length(summary) BETWEEN 1 AND 500),
    track text NOT NULL CHECK (track IN (${tracks})),
    line_manages boolean NOT NULL,
    staff_group text NOT NULL,
    role_codes text[] NOT NULL, -- of the census; posts with one show the profile
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, code),
    -- To which steps hold, so that none leads elsewhere than it says.
    CONSTRAINT profile_and_track UNIQUE (trust_id, code, track)
  );
  ${sameTrust('own_role_profile', 'SELECT, INSERT, UPDATE')}`;

const step = `
  CREATE TABLE own_pathway_step (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    pathway_code text NOT NULL, -- of the catalogue of the product
    from_code text NOT NULL, -- of the catalogue, or the trust's own
    to_code text NOT NULL,
    to_own_code text, -- the same, where it is the trust's own
    to_track text NOT NULL CHECK (to_track IN (${tracks})),
    typical_months integer NOT NULL CHECK (typical_months BETWEEN 1 AND 120),
    funding_routes text[] NOT NULL CHECK (
      funding_routes <@ ARRAY['TRUST', 'LEVY', 'DFE_SCHOLARSHIP', 'SELF']
      AND cardinality(funding_routes) > 0),
    needs jsonb NOT NULL CHECK (jsonb_typeof(needs) = 'array' AND jsonb_array_length(needs) BETWEEN 1 AND 8),
    valid_from date NOT NULL,
    valid_to date CHECK (valid_to > valid_from), -- first day on which it can no longer be taken
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 500),
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, to_own_code, to_track)
      REFERENCES own_role_profile (trust_id, code, track),
    CONSTRAINT leads_elsewhere CHECK (from_code <> to_code),
    CONSTRAINT own_is_the_same CHECK (to_own_code = to_code),
    CONSTRAINT only_leadership_asks_to_manage CHECK (
      to_track = 'LEADERSHIP' OR NOT needs @> '[{"kind": "LINE_MANAGEMENT"}]')
  );
  CREATE UNIQUE INDEX own_step_once ON own_pathway_step (trust_id, pathway_code, from_code, to_code);
  CREATE INDEX own_step_to ON own_pathway_step (trust_id, to_own_code);
  ${sameTrust('own_pathway_step', 'SELECT, INSERT, UPDATE')}`;
