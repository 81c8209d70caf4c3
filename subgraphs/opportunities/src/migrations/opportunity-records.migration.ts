import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './rewritten-function.ts';

/**
 * What became of each opportunity, which nobody can change afterwards, and the one recorded way of
 * giving somebody named in advance a post. Two new tables, which the database fills or guards by itself;
 * and what was published elsewhere waits until everybody here has been told.
 */
export class OpportunityRecords1797102000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${redeployment} ${entries} ${appendOnly} ${slottingIn}`);
    await queryRunner.query(rewritten('fairness_window(uuid, uuid)', waitsForDay, waitsForTelling));
    await queryRunner.query(rewritten('guard_decision()', guarded, guardedUnlessRedeployed));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(rewritten('guard_decision()', guardedUnlessRedeployed, guarded));
    await queryRunner.query(rewritten('fairness_window(uuid, uuid)', waitsForTelling, waitsForDay));
    await queryRunner.query(`
      DROP TRIGGER version_stands ON opportunity_version;
      DROP TRIGGER nobody_slotted_in ON placement;
      DROP TRIGGER acting_placed ON placement;
      DROP TRIGGER alternative_noted ON opportunity_notice;
      DROP TRIGGER change_noted ON opportunity;
      DROP TRIGGER writing_noted ON opportunity;
      DROP TABLE opportunity_entry, redeployment;
      DROP FUNCTION note_writing(), note_change(), note_alternative(), note_redeployment(),
        refuse_change_of_record(), guard_slotting_in(), guard_acting();`);
  }
}

const secured = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${table}
    USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
  GRANT SELECT, INSERT ON ${table} TO opportunities_app;`;

const redeployment = `
  CREATE TABLE redeployment (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    person_id uuid NOT NULL, -- whose post ends; owned by people, as the two that follow
    approved_by_id uuid NOT NULL,
    recorded_by_id uuid NOT NULL,
    post_ends_on date NOT NULL, -- the first day on which their present post is no more
    reason text NOT NULL CHECK (reason ~ '\\S' AND length(reason) <= 1000),
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, opportunity_id, person_id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id),
    CONSTRAINT nobody_redeploys_themself CHECK (
      approved_by_id <> person_id AND recorded_by_id <> person_id AND approved_by_id <> recorded_by_id)
  );
  ${secured('redeployment')}`;

/** Written by triggers, so that no code path forgets it. */
const entries = `
  CREATE TABLE opportunity_entry (
    trust_id uuid NOT NULL,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    opportunity_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('WRITTEN', 'EDITED', 'MOVED', 'AMENDED', 'CORRECTED',
                                       'TOLD_OTHERWISE', 'REDEPLOYED')),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    made_by_id uuid, -- a person; null where an API key or a job did it
    person_id uuid, -- whom alone it concerns
    state text NOT NULL, -- where the opportunity then stood
    was jsonb NOT NULL DEFAULT '{}', -- what changed, as it was before, by column
    is_public boolean NOT NULL, -- it had been published by then
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id)
  );
  CREATE INDEX opportunity_entry_by_opportunity
    ON opportunity_entry (trust_id, opportunity_id, made_at, id);
  ${secured('opportunity_entry')}

  CREATE FUNCTION note_writing() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO opportunity_entry (trust_id, opportunity_id, kind, made_by_id, state, is_public)
    VALUES (NEW.trust_id, NEW.id, 'WRITTEN', app.person(), NEW.state, NEW.published_at IS NOT NULL);
    RETURN NULL;
  END $$;
  CREATE TRIGGER writing_noted AFTER INSERT ON opportunity
    FOR EACH ROW EXECUTE FUNCTION note_writing();

  CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO opportunity_entry (trust_id, opportunity_id, kind, made_by_id, state, was, is_public)
    SELECT NEW.trust_id, NEW.id,
           CASE WHEN NEW.state <> OLD.state THEN 'MOVED'
                WHEN NEW.told_version > OLD.told_version THEN 'AMENDED'
                WHEN NEW.published_at IS NULL THEN 'EDITED' ELSE 'CORRECTED' END,
           app.person(), NEW.state, coalesce(jsonb_object_agg(before.key, before.value), '{}'),
           NEW.published_at IS NOT NULL
      FROM jsonb_each(to_jsonb(OLD)) AS before
     WHERE before.key IN ('title', 'summary', 'host_school_id', 'audience', 'terms', 'opens_on',
                          'closes_on', 'state', 'acting_reason', 'acting_approved_by_id',
                          'acting_ends_on')
       AND before.value IS DISTINCT FROM to_jsonb(NEW) -> before.key;
    RETURN NULL;
  END $$;
  CREATE TRIGGER change_noted AFTER UPDATE ON opportunity
    FOR EACH ROW EXECUTE FUNCTION note_change();

  CREATE FUNCTION note_alternative() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO opportunity_entry (trust_id, opportunity_id, kind, made_by_id, person_id, state, is_public)
    SELECT trust_id, id, 'TOLD_OTHERWISE', app.person(), NEW.person_id, state, true
      FROM opportunity WHERE trust_id = NEW.trust_id AND id = NEW.opportunity_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER alternative_noted AFTER UPDATE OF alternative_on ON opportunity_notice FOR EACH ROW
    WHEN (OLD.alternative_on IS NULL AND NEW.alternative_on IS NOT NULL)
    EXECUTE FUNCTION note_alternative();

  CREATE FUNCTION note_redeployment() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO opportunity_entry (trust_id, opportunity_id, kind, made_by_id, person_id, state, is_public)
    SELECT trust_id, id, 'REDEPLOYED', app.person(), NEW.person_id, state, false
      FROM opportunity WHERE trust_id = NEW.trust_id AND id = NEW.opportunity_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER redeployment_noted AFTER INSERT ON redeployment
    FOR EACH ROW EXECUTE FUNCTION note_redeployment();`;

const appendOnly = `
  CREATE FUNCTION refuse_change_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'what became of an opportunity is only ever added to'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
  END $$;
  CREATE TRIGGER entry_stands BEFORE UPDATE OR DELETE ON opportunity_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();
  CREATE TRIGGER redeployment_stands BEFORE UPDATE OR DELETE ON redeployment
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();
  CREATE TRIGGER version_stands BEFORE UPDATE OR DELETE ON opportunity_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();`;

const slottingIn = `
  -- Nobody is placed in what was never on offer, unless they were redeployed into it.
  CREATE FUNCTION guard_slotting_in() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT 1 FROM opportunity AS o
                WHERE o.trust_id = NEW.trust_id AND o.id = NEW.opportunity_id
                  AND (o.published_at IS NULL
                       OR EXISTS (SELECT 1 FROM redeployment AS r
                                   WHERE r.trust_id = o.trust_id AND r.opportunity_id = o.id)))
       AND NOT EXISTS (SELECT 1 FROM redeployment AS r
                        WHERE r.trust_id = NEW.trust_id AND r.opportunity_id = NEW.opportunity_id
                          AND r.person_id = NEW.person_id) THEN
      RAISE EXCEPTION 'placed in what was never on offer'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_slotted_in';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER nobody_slotted_in AFTER INSERT ON placement
    FOR EACH ROW EXECUTE FUNCTION guard_slotting_in();

  -- Who approves acting neither acts nor lets somebody act beyond what was approved.
  CREATE FUNCTION guard_acting() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT 1 FROM opportunity AS o
                WHERE o.trust_id = NEW.trust_id AND o.id = NEW.opportunity_id
                  AND (o.acting_approved_by_id = NEW.person_id OR o.acting_ends_on < NEW.ends_on)) THEN
      RAISE EXCEPTION 'acting by its approver, or beyond its end'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'acting_as_approved';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER acting_placed AFTER INSERT ON placement
    FOR EACH ROW EXECUTE FUNCTION guard_acting();`;

const waitsForDay = 'WHEN told_version = 0 THEN asked.closes_on + 1';
const waitsForTelling = 'WHEN told_version = 0 THEN NULL::date';

const guarded = 'PERFORM refuse_early_decision(NEW.trust_id, NEW.id);';
const guardedUnlessRedeployed = `IF NEW.state <> 'FILLED' OR NOT EXISTS (
      SELECT 1 FROM redeployment WHERE trust_id = NEW.trust_id AND opportunity_id = NEW.id) THEN
      PERFORM refuse_early_decision(NEW.trust_id, NEW.id);
    END IF;`;
