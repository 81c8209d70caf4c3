import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './rewritten-function.ts';

/** Tables of a panel, with what identifies a row beside trust, opportunity and round. */
const keyed = { panel: '', panel_member: ', person_id', panel_conflict: ', member_id, person_id' };
const tables = Object.entries(keyed);

/**
 * What ended and is reopened is another round: with a panel of its own that is blind again, with new
 * scores, and for which those may apply who were not chosen. What is there is the first round. New
 * columns with a default; keys, and rules of rows, by round.
 */
export class SecondRounds1797300100010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `${rounds} ${keysWith(', round')} ${blindness('AND m.round = p.round')}`,
    );
    for (const [name, first, byRound] of rewrites) {
      await queryRunner.query(rewritten(name, first, byRound));
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [name, first, byRound] of rewrites.toReversed()) {
      await queryRunner.query(rewritten(name, byRound, first));
    }
    await queryRunner.query(`
      ${blindness('')} ${keysWith('')}
      DROP TRIGGER next_round ON opportunity;
      DROP TRIGGER of_this_round ON application;
      DROP INDEX application_one_place, application_one_standing;
      CREATE UNIQUE INDEX application_one_standing
        ON application (trust_id, opportunity_id, person_id) WHERE withdrawn_at IS NULL;
      ${['panel', 'panel_member', 'panel_conflict', 'candidate', 'application']
        .map((table) => `ALTER TABLE ${table} DROP COLUMN round;`)
        .join(' ')}
      DROP FUNCTION count_round(), keep_round(), current_round(uuid, uuid);
      ALTER TABLE opportunity DROP COLUMN round`);
  }
}

const round = 'round integer NOT NULL DEFAULT 1 CHECK (round > 0)';

const rounds = `
  ALTER TABLE opportunity ADD COLUMN ${round};
  ${['panel', 'panel_member', 'panel_conflict', 'candidate', 'application']
    .map((table) => `ALTER TABLE ${table} ADD COLUMN ${round};`)
    .join(' ')}

  CREATE FUNCTION current_round(trust uuid, which uuid) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT round FROM opportunity WHERE trust_id = trust AND id = which
  $$;

  -- Counted here alone, so that no code path begins a round, nor leaves one out.
  CREATE FUNCTION count_round() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.round := OLD.round;
    IF OLD.state IN ('PART_FILLED', 'UNFILLED') AND NEW.state = 'REOPENED' THEN
      NEW.round := OLD.round + 1;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER next_round BEFORE UPDATE ON opportunity
    FOR EACH ROW WHEN (NEW.state <> OLD.state OR NEW.round <> OLD.round)
    EXECUTE FUNCTION count_round();

  CREATE FUNCTION keep_round() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.round := CASE TG_OP WHEN 'INSERT' THEN current_round(NEW.trust_id, NEW.opportunity_id)
                            ELSE OLD.round END;
    RETURN NEW;
  END $$;
  CREATE TRIGGER of_this_round BEFORE INSERT OR UPDATE OF round ON application
    FOR EACH ROW EXECUTE FUNCTION keep_round();

  DROP INDEX application_one_standing;
  CREATE UNIQUE INDEX application_one_standing
    ON application (trust_id, opportunity_id, person_id, round) WHERE withdrawn_at IS NULL;
  CREATE UNIQUE INDEX application_one_place
    ON application (trust_id, opportunity_id, person_id) WHERE state IN ('OFFERED', 'ACCEPTED');
  GRANT SELECT (round) ON panel, panel_member, application, opportunity TO opportunities_job;`;

/** @param more by what else than trust and opportunity rows are known. */
function keysWith(more: string): string {
  const of = `trust_id, opportunity_id${more}`;
  const refers = (table: string, to: string, key: string, named: string) => `
    ALTER TABLE ${table} ADD CONSTRAINT ${named} FOREIGN KEY (${of}${key}) REFERENCES ${to};`;
  return `
  ALTER TABLE candidate DROP CONSTRAINT candidate_trust_id_opportunity_id_fkey;
  ALTER TABLE panel_conflict DROP CONSTRAINT panel_conflict_trust_id_opportunity_id_member_id_fkey;
  ALTER TABLE panel_member DROP CONSTRAINT panel_member_trust_id_opportunity_id_fkey;
  ${tables
    .map(
      ([table, own]) => `
  ALTER TABLE ${table} DROP CONSTRAINT ${table}_pkey, ADD PRIMARY KEY (${of}${own});`,
    )
    .join('')}
  ${refers('panel_member', 'panel', '', 'panel_member_trust_id_opportunity_id_fkey')}
  ${refers('panel_conflict', 'panel_member', ', member_id', 'panel_conflict_trust_id_opportunity_id_member_id_fkey')}
  ${refers('candidate', 'panel', '', 'candidate_trust_id_opportunity_id_fkey')}`;
}

const readsApplications = "'application:read' = ANY ((select app.scopes())::text[])";
const me = 'm.person_id = (select app.person()) AND m.stood_down_at IS NULL';

/**
 * Who is to score blind reads nothing of who applied, now or in an earlier round.
 *
 * @param same that a member `m` sits on the panel `p` in this round, and not in another.
 */
function blindness(same: string): string {
  const ofCandidate = same === '' ? '' : 'AND m.round = candidate.round';
  const ofThisRound = same === '' ? '' : 'c.round = p.round AND';
  const panels = `
        SELECT 1 FROM panel_member m
          JOIN panel p ON p.trust_id = m.trust_id AND p.opportunity_id = m.opportunity_id ${same}`;
  const policy = (table: string, name: string, rule: string) => `
  ALTER POLICY ${name} ON ${table} USING (${rule})
    ${name === 'same_trust' ? `WITH CHECK (${rule})` : ''};`;
  const blind = (table: string) => `
    person_id = (select app.person()) OR NOT EXISTS (${panels}
         WHERE m.trust_id = ${table}.trust_id AND m.opportunity_id = ${table}.opportunity_id
           AND ${me} AND p.locked_at IS NULL)`;
  return [
    policy('application', 'panel_is_blind', blind('application')),
    policy('preparation_place', 'panel_is_blind', blind('preparation_place')),
    policy(
      'candidate',
      'same_trust',
      `trust_id = (select app.trust()) AND (${readsApplications} OR EXISTS (
        SELECT 1 FROM panel_member m WHERE m.trust_id = candidate.trust_id
           AND m.opportunity_id = candidate.opportunity_id ${ofCandidate} AND ${me}))`,
    ),
    policy(
      'candidate_person',
      'same_trust',
      `trust_id = (select app.trust()) AND NOT EXISTS (${panels}
          JOIN candidate c ON c.trust_id = m.trust_id AND c.opportunity_id = m.opportunity_id
         WHERE c.trust_id = candidate_person.trust_id AND c.id = candidate_person.candidate_id
           AND ${me} AND (p.locked_at IS NULL OR ${ofThisRound} c.shortlisted IS NOT TRUE))
       AND (${readsApplications} OR EXISTS (
        SELECT 1 FROM candidate c
         WHERE c.trust_id = candidate_person.trust_id AND c.id = candidate_person.candidate_id))`,
    ),
  ].join('');
}

const panelOfCandidate =
  'JOIN panel p ON p.trust_id = c.trust_id AND p.opportunity_id = c.opportunity_id';
const memberOfCandidate =
  'JOIN panel_member m ON m.trust_id = c.trust_id AND m.opportunity_id = c.opportunity_id';
const explain = 'explain_applications(uuid[])';
const panelOfMine =
  'JOIN panel ON panel.trust_id = mine.trust_id AND panel.opportunity_id = mine.opportunity_id';
const others = 'AND other.opportunity_id = laid.opportunity_id';
const withOpportunity = 'SELECT mine.id AS mine_id, c.trust_id, c.opportunity_id, c.id,';

/** Functions, each with a clause and what it is by round. */
const rewrites: readonly (readonly [string, string, string])[] = [
  ['candidate_score_stands()', panelOfCandidate, `${panelOfCandidate} AND p.round = c.round`],
  ['candidate_score_stands()', memberOfCandidate, `${memberOfCandidate} AND m.round = c.round`],
  [
    'guard_choice()',
    'panel.opportunity_id = NEW.opportunity_id AND locked_at',
    'panel.opportunity_id = NEW.opportunity_id AND panel.round = NEW.round AND locked_at',
  ],
  [explain, panelOfMine, `${panelOfMine} AND panel.round = c.round`],
  [explain, withOpportunity, `${withOpportunity} c.round,`],
  [explain, others, `${others} AND other.round = laid.round`],
];
