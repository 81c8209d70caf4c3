import type { MigrationInterface, QueryRunner } from 'typeorm';
import { alsoWithScope, sameTrust } from './same-trust.ts';

/** What a key may be given: never what only the gateway or an import of ours holds. */
const keyScopes = [
  'staff:read',
  'trust:read',
  'headcount:read',
  'opportunity:read',
  'opportunity:publish',
  'application:read',
  'study:read',
  'spend:read',
  'award:read',
  'staff:write',
  'schema:read',
];

/**
 * Who may come in: identity providers, who signs in as whom, roles that were given, and API keys. The
 * gateway looks a caller up before anybody knows their trust, under the scope `principal:read`.
 */
export class Access1795392180000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity_provider (
        trust_id uuid NOT NULL REFERENCES trust (id),
        issuer text NOT NULL UNIQUE, -- an issuer speaks for one trust
        audience text NOT NULL,
        jwks_uri text NOT NULL,
        algorithms text[] NOT NULL CHECK (
          cardinality(algorithms) > 0
          AND algorithms <@ '{RS256,PS256,ES256,EdDSA}'::text[]),
        PRIMARY KEY (trust_id, issuer)
      );
      CREATE TABLE sign_in (
        trust_id uuid NOT NULL,
        issuer text NOT NULL,
        subject text NOT NULL CHECK (subject <> ''),
        person_id uuid NOT NULL,
        PRIMARY KEY (trust_id, issuer, subject),
        FOREIGN KEY (trust_id, issuer) REFERENCES identity_provider (trust_id, issuer),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
      );
      CREATE INDEX sign_in_of_person ON sign_in (trust_id, person_id);
      CREATE TABLE role_grant (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        role text NOT NULL CHECK (role IN ('PEOPLE_TEAM', 'HEAD', 'FINANCE', 'PANEL', 'ANALYST')),
        school_id uuid, -- null: over the whole trust
        starts_on date NOT NULL,
        ends_on date CHECK (ends_on > starts_on), -- first day on which it no longer holds
        PRIMARY KEY (trust_id, id),
        CONSTRAINT heads_answer_for_a_school CHECK ((role = 'HEAD') = (school_id IS NOT NULL)),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id),
        FOREIGN KEY (trust_id, school_id) REFERENCES school (trust_id, id)
      );
      CREATE INDEX role_grant_of_person ON role_grant (trust_id, person_id);
      CREATE INDEX role_grant_of_school ON role_grant (trust_id, school_id);
      CREATE TABLE api_client (
        trust_id uuid NOT NULL REFERENCES trust (id),
        id uuid NOT NULL,
        name text NOT NULL CHECK (name <> ''),
        key_id text NOT NULL UNIQUE CHECK (key_id ~ '^[a-z0-9]{12}$'),
        secret_hash text NOT NULL CHECK (secret_hash ~ '^[0-9a-f]{64}$'), -- SHA-256 of the secret
        scopes text[] NOT NULL CHECK (scopes <@ '{${keyScopes.join(',')}}'::text[]),
        school_ids uuid[] NOT NULL, -- those that it answers for
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        PRIMARY KEY (trust_id, id)
      );
      ${['identity_provider', 'sign_in', 'role_grant', 'api_client']
        .map(
          (table) =>
            sameTrust(table, 'SELECT, INSERT, UPDATE') +
            alsoWithScope(table, 'principal:read', 'SELECT'),
        )
        .join('\n')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE api_client, role_grant, sign_in, identity_provider');
  }
}
