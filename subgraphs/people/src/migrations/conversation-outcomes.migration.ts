import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What came of conversations, in numbers: one function that counts what the app may not read. It runs
 * as the tables' owner, whom the policies of what is for the two alone do not bind, and who sees one
 * trust at a time as everybody does.
 */
export class ConversationOutcomes1797200500001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION conversation_outcomes(of_trust uuid, since date, before date)
        RETURNS TABLE (held integer, declined integer, with_link integer, followed integer,
          actions_due integer, actions_in_time integer, gaps integer, median_gap integer)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH offered AS (
          SELECT talk.id, talk.person_id, talk.state, talk.offered_on,
                 talk.offered_on - lag(talk.offered_on) OVER (
                   PARTITION BY talk.person_id ORDER BY talk.offered_on, talk.id) AS gap
            FROM career_conversation AS talk
           WHERE talk.trust_id = of_trust AND talk.offered_on < before),
        talk AS (SELECT * FROM offered WHERE offered_on >= since),
        agreed AS (
          SELECT talk.id, action.link_type, action.due_on, action.state, action.settled_on
            FROM talk JOIN agreed_action AS action
              ON action.trust_id = of_trust AND action.conversation_id = talk.id),
        -- What is dropped is nobody's to do.
        due AS (SELECT * FROM agreed WHERE due_on < before AND state <> 'DROPPED')
        SELECT count(*) FILTER (WHERE state <> 'DECLINED_BY_STAFF')::integer,
               count(*) FILTER (WHERE state = 'DECLINED_BY_STAFF')::integer,
               count(*) FILTER (WHERE EXISTS (
                 SELECT FROM agreed WHERE agreed.id = talk.id AND link_type IS NOT NULL))::integer,
               count(*) FILTER (WHERE state <> 'DECLINED_BY_STAFF' AND EXISTS (
                 SELECT FROM career_event AS later
                  WHERE later.trust_id = of_trust AND later.person_id = talk.person_id
                    AND later.type IN ('application.submitted', 'placement.agreed', 'award.made')
                    AND later.occurred_at >= talk.offered_on
                    AND later.occurred_at < least(before, talk.offered_on + 183)))::integer,
               (SELECT count(*) FROM due)::integer,
               (SELECT count(*) FROM due WHERE state = 'DONE' AND settled_on <= due_on)::integer,
               count(gap)::integer,
               round(percentile_cont(0.5) WITHIN GROUP (ORDER BY gap))::integer
          FROM talk
      $$;
      REVOKE ALL ON FUNCTION conversation_outcomes FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION conversation_outcomes TO people_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION conversation_outcomes(uuid, date, date)');
  }
}
