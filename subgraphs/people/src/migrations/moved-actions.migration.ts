import type { MigrationInterface, QueryRunner } from 'typeorm';

const lastsOn = (table: string, day: string) =>
  `${table}.starts_on <= ${day} AND (${table}.ends_on IS NULL OR ${table}.ends_on > ${day})`;

/** Whoever manages a person on a day, and works here then. */
const managerOn = (person: string) => `
  SELECT link.manager_id FROM manager_link AS link
   WHERE link.trust_id = of_trust AND link.person_id = ${person} AND ${lastsOn('link', 'on_day')}
     AND EXISTS (SELECT FROM contract WHERE contract.trust_id = of_trust
       AND contract.person_id = link.manager_id AND ${lastsOn('contract', 'on_day')})`;

const ofTheTwo = (lead: string) => `EXISTS (SELECT FROM career_conversation AS talk
  WHERE talk.trust_id = agreed_action.trust_id AND talk.id = agreed_action.conversation_id
    AND (select app.person()) IN (talk.person_id, ${lead}))`;

const policyOf = (lead: string) => `
  DROP POLICY whose_it_is ON agreed_action;
  CREATE POLICY whose_it_is ON agreed_action AS RESTRICTIVE TO people_app
    USING (${ofTheTwo(lead)}) WITH CHECK (${ofTheTwo(lead)});`;

const graceOf = `(SELECT coalesce(max(move_within_days), 14) FROM conversation_policy
                   WHERE trust_id = of_trust)`;

/**
 * What is open between somebody and a former line manager. Of actions first those are given a day that
 * are new here, and then those pass on whose day has come and for whom somebody is there. As the tables'
 * owner, whom the restrictive policies do not bind, in one trust as everybody.
 */
const moving = `
  CREATE FUNCTION move_agreed_actions(of_trust uuid, on_day date)
    RETURNS TABLE (person_id uuid, what text, day date)
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH held AS (
      SELECT action.id, talk.person_id, coalesce(action.taken_on_by_id, talk.lead_id) AS lead_id,
             action.moves_on, now_led.manager_id
        FROM agreed_action AS action
        JOIN career_conversation AS talk
          ON talk.trust_id = of_trust AND talk.id = action.conversation_id
        LEFT JOIN LATERAL (${managerOn('talk.person_id')}) AS now_led ON true
       WHERE action.trust_id = of_trust AND action.state = 'OPEN'
         AND (action.taken_on_by_id IS NOT NULL OR NOT talk.chosen)
         FOR UPDATE OF action),
    planned AS (
      SELECT held.*, CASE WHEN manager_id = lead_id THEN NULL
                          ELSE coalesce(moves_on, on_day + ${graceOf}) END AS day
        FROM held),
    written AS (
      UPDATE agreed_action AS action
         SET moves_on = CASE WHEN is_due THEN NULL ELSE planned.day END,
             taken_on_by_id = CASE WHEN is_due THEN planned.manager_id ELSE taken_on_by_id END,
             owner_id = CASE WHEN is_due AND owner_id = planned.lead_id THEN planned.manager_id
                             ELSE owner_id END,
             version = version + CASE WHEN is_due THEN 1 ELSE 0 END
        FROM planned CROSS JOIN LATERAL (
          SELECT planned.day <= on_day AND planned.manager_id IS NOT NULL AS is_due) AS moment
       WHERE action.trust_id = of_trust AND action.id = planned.id
         AND (is_due OR planned.day IS DISTINCT FROM planned.moves_on)
      RETURNING planned.person_id, planned.manager_id, planned.day, planned.moves_on, is_due)
    SELECT DISTINCT written.person_id, 'MOVES', written.day FROM written
     WHERE written.moves_on IS NULL AND written.day IS NOT NULL
    UNION SELECT DISTINCT written.manager_id, 'TAKEN_ON', on_day FROM written WHERE is_due
  $$;
  REVOKE ALL ON FUNCTION move_agreed_actions FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION move_agreed_actions TO people_app;`;

/** Numbers and days alone: whoever answers for people learns that something waits, and not what. */
const waiting = `
  CREATE FUNCTION conversation_items_waiting(of_trust uuid, on_day date)
    RETURNS TABLE (person_id uuid, items integer, since date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH item AS (
      SELECT talk.person_id, action.moves_on AS since
        FROM agreed_action AS action JOIN career_conversation AS talk
          ON talk.trust_id = of_trust AND talk.id = action.conversation_id
       WHERE action.trust_id = of_trust AND action.state = 'OPEN' AND action.moves_on <= on_day
      UNION ALL
      SELECT talk.person_id, former.left_on + ${graceOf}
        FROM career_conversation AS talk
       CROSS JOIN LATERAL (
         -- Least takes no notice of NULL, which is a link or contract without an end.
         SELECT least(
           (SELECT nullif(max(coalesce(ends_on, 'infinity')), 'infinity') FROM manager_link
             WHERE trust_id = of_trust AND person_id = talk.person_id AND manager_id = talk.lead_id),
           (SELECT nullif(max(coalesce(ends_on, 'infinity')), 'infinity') FROM contract
             WHERE trust_id = of_trust AND person_id = talk.lead_id)) AS left_on) AS former
       WHERE talk.trust_id = of_trust AND talk.state IN ('SCHEDULED', 'POSTPONED')
         AND NOT talk.chosen AND talk.lead_id NOT IN (${managerOn('talk.person_id')}))
    SELECT item.person_id, count(*)::integer, min(item.since) FROM item
     WHERE item.since <= on_day GROUP BY 1
  $$;
  REVOKE ALL ON FUNCTION conversation_items_waiting FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION conversation_items_waiting TO people_app;`;

/** Of two people who are one, what the one took on is the other’s. */
const passingOn = `
  CREATE FUNCTION pass_on_actions_taken_on(of_trust uuid, gone uuid, kept uuid)
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE agreed_action SET taken_on_by_id = kept,
           owner_id = CASE owner_id WHEN gone THEN kept ELSE owner_id END
     WHERE trust_id = of_trust AND taken_on_by_id = gone
       AND NOT EXISTS (SELECT FROM career_conversation AS talk
             WHERE talk.trust_id = of_trust AND talk.id = agreed_action.conversation_id
               AND talk.person_id = kept); -- nobody leads their own
  $$;
  REVOKE ALL ON FUNCTION pass_on_actions_taken_on FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION pass_on_actions_taken_on TO people_app;`;

/**
 * Agreed actions follow to the next line manager, some days after the change. New columns that are null
 * or have a default, by which the version before does as it did.
 */
export class MovedActions1797300200010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE conversation_policy ADD COLUMN move_within_days integer NOT NULL DEFAULT 14
        CHECK (move_within_days BETWEEN 0 AND 90);
      ALTER TABLE agreed_action
        ADD COLUMN moves_on date, -- to the next line manager, if it is open still
        ADD COLUMN taken_on_by_id uuid, -- who is the other of the two instead of the lead
        ADD FOREIGN KEY (trust_id, taken_on_by_id) REFERENCES person (trust_id, id);
      CREATE INDEX action_taken_on ON agreed_action (trust_id, taken_on_by_id)
        WHERE taken_on_by_id IS NOT NULL;
      ${policyOf('coalesce(agreed_action.taken_on_by_id, talk.lead_id)')}
      ${moving} ${waiting} ${passingOn}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION pass_on_actions_taken_on(uuid, uuid, uuid);
      DROP FUNCTION conversation_items_waiting(uuid, date);
      DROP FUNCTION move_agreed_actions(uuid, date);
      ${policyOf('talk.lead_id')}
      ALTER TABLE agreed_action DROP COLUMN moves_on, DROP COLUMN taken_on_by_id;
      ALTER TABLE conversation_policy DROP COLUMN move_within_days;`);
  }
}
