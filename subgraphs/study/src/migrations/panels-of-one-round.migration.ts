import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A panel is blind in the round that it scores, and reads that round’s candidates alone. The rules before
 * compared a column with itself, and so took a member of any panel for one of each. Rules alone change.
 */
export class PanelsOfOneRound1797300000001 implements MigrationInterface {
  up(queryRunner: QueryRunner): Promise<void> {
    return rule(queryRunner, 'bursary_application.round_id', 'bursary_candidate.round_id');
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return rule(queryRunner, 'm.round_id', 'm.round_id');
  }
}

async function rule(
  queryRunner: QueryRunner,
  applicationRound: string,
  candidateRound: string,
): Promise<void> {
  const readsCandidates = `trust_id = (select app.trust()) AND
    ('study:manage' = ANY ((select app.scopes())::text[]) OR ${sits(candidateRound)})`;
  await queryRunner.query(`
    ALTER POLICY panel_is_blind ON bursary_application
      USING (person_id = (select app.person()) OR NOT (${sits(applicationRound)} AND EXISTS (
        SELECT 1 FROM study_round r WHERE r.trust_id = bursary_application.trust_id
           AND r.id = bursary_application.round_id AND r.locked_at IS NULL)));
    ALTER POLICY same_trust ON bursary_candidate
      USING (${readsCandidates}) WITH CHECK (${readsCandidates});`);
}

const sits = (round: string) => `EXISTS (
  SELECT 1 FROM round_member m WHERE m.trust_id = (select app.trust()) AND m.round_id = ${round}
     AND m.person_id = (select app.person()))`;
