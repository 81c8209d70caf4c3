import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever applied is told what became of it, by whatever path it did: the database asks people for the
 * notice, in the transaction of the change. Two triggers; no table changes.
 */
export class OutcomeNotices1797200400020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${asking} ${ofApplications} ${ofPlacements}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER told_of_placement ON placement;
      DROP TRIGGER told_of_application ON application;
      DROP FUNCTION tell_of_placement(), tell_of_application();
      DROP FUNCTION ask_for_own_notice(uuid, uuid, text, uuid, integer, uuid, text, text, text)`);
  }
}

/** The title says nothing of what it is: others see it on the screen of a telephone. */
const asking = `
  CREATE FUNCTION ask_for_own_notice(trust uuid, opportunity uuid, part_type text, part uuid,
                                     number integer, person uuid, what text, heading text, words text)
  RETURNS void LANGUAGE sql AS $$
    INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                       request_id)
    SELECT trust, gen_random_uuid(), 'opportunity.notice_requested', part_type, part,
           jsonb_build_object(
             'opportunityId', opportunity, 'part', jsonb_build_object('type', part_type, 'id', part),
             'version', number, 'kind', what,
             'title', left(heading || ': ' || regexp_replace(o.title, '[[:cntrl:]]', ' ', 'g'), 200),
             'text', words, 'closesOn', NULL, 'personIds', jsonb_build_array(person),
             'page', 1, 'pages', 1, 'wantsProof', false, 'canWait', false),
           'JOB', 'notices', gen_random_uuid()::text
      FROM opportunity AS o WHERE o.trust_id = trust AND o.id = opportunity
  $$;`;

const ofApplications = `
  CREATE FUNCTION tell_of_application() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    what text := CASE NEW.state
      WHEN 'INTERVIEWING' THEN 'You are asked to come and be heard.'
      WHEN 'WAITLISTED' THEN 'You are on the waiting list: a place that becomes free may be yours.'
      WHEN 'OFFERED' THEN 'You are offered a place, from '
        || to_char(NEW.offer_starts_on, 'FMDD FMMonth YYYY') || '. Please say whether you take it.'
      WHEN 'UNSUCCESSFUL' THEN 'You were not chosen this time. You are owed feedback, and will be told when it is there.'
      WHEN 'REJECTED' THEN 'Feedback on your application is there for you to read.' END;
  BEGIN
    PERFORM ask_for_own_notice(
      NEW.trust_id, NEW.opportunity_id, 'Application', NEW.id, NEW.version, NEW.person_id,
      CASE NEW.state WHEN 'REJECTED' THEN 'FEEDBACK_READY' ELSE 'APPLICATION_' || NEW.state END,
      'News of your application', what);
    RETURN NULL;
  END $$;
  CREATE TRIGGER told_of_application AFTER UPDATE OF state ON application FOR EACH ROW
    WHEN (OLD.state <> NEW.state
          AND NEW.state IN ('INTERVIEWING', 'WAITLISTED', 'OFFERED', 'UNSUCCESSFUL', 'REJECTED'))
    EXECUTE FUNCTION tell_of_application();`;

/** Of placements that come of an application; others are brought in. */
const ofPlacements = `
  CREATE FUNCTION tell_of_placement() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM ask_for_own_notice(
      NEW.trust_id, NEW.opportunity_id, 'Placement', NEW.id, 1, NEW.person_id, 'PLACEMENT_AGREED',
      'Your placement', 'It is agreed, from ' || to_char(NEW.starts_on, 'FMDD FMMonth YYYY') || '.');
    RETURN NULL;
  END $$;
  CREATE TRIGGER told_of_placement AFTER INSERT ON placement FOR EACH ROW
    WHEN (NEW.application_id IS NOT NULL) EXECUTE FUNCTION tell_of_placement();`;
