import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './rewritten-function.ts';

/**
 * What came of a project stands in the career record of each who was in the team, from when it is said;
 * and whoever advises a school has a line of that kind. A trigger; no table changes.
 */
export class ProjectLines1797300500003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(rewritten(telling, days, daysAndOutcome));
    await queryRunner.query(rewritten(telling, kind, kindOfAdvice));
    await queryRunner.query(tellingOfOutcome);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER outcome_as_career_line ON project_team;
      DROP FUNCTION tell_outcome_as_career_line()`);
    await queryRunner.query(rewritten(telling, kindOfAdvice, kind));
    await queryRunner.query(rewritten(telling, daysAndOutcome, days));
  }
}

const telling = 'tell_career_line(placement)';

const days = "'startsOn', p.starts_on, 'endsOn', p.ends_on,";
const daysAndOutcome = `${days} 'outcome', CASE WHEN p.kind = 'PROJECT' THEN (
               SELECT left(t.outcome, 2000) FROM project_announcement AS a
                 JOIN project_team AS t ON t.trust_id = a.trust_id AND t.id = a.team_id
                WHERE a.trust_id = p.trust_id AND a.opportunity_id = p.opportunity_id) END,`;

const kind = 'ELSE p.kind END,';
const kindOfAdvice = `ELSE CASE WHEN p.kind = 'RESPONSIBILITY' AND o.terms ->> 'responsibility' = 'SCHOOL_ADVICE'
                           THEN 'ADVISING' ELSE p.kind END END,`;

const tellingOfOutcome = `
  CREATE FUNCTION tell_outcome_as_career_line() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM tell_career_line(p) FROM project_announcement AS a
       JOIN placement AS p ON p.trust_id = a.trust_id AND p.opportunity_id = a.opportunity_id
      WHERE a.trust_id = NEW.trust_id AND a.team_id = NEW.id AND stands_in_career(p);
    PERFORM app.wake_delivery();
    RETURN NULL;
  END $$;
  CREATE TRIGGER outcome_as_career_line AFTER UPDATE OF outcome ON project_team
    FOR EACH ROW WHEN (NEW.outcome IS DISTINCT FROM OLD.outcome)
    EXECUTE FUNCTION tell_outcome_as_career_line();`;
