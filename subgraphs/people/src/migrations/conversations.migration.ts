import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * Talks about what is next: how often a trust owes them, with whom and when they are, and one function
 * that says when each employee's next is due. What was said in them stands in tables of its own.
 */
export class Conversations1797110040001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${policy} ${conversation} ${clock}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION conversation_clock(uuid, date, uuid[]);
      DROP TABLE willing_colleague, career_conversation, conversation_policy;`);
  }
}

const policy = `
  CREATE TABLE conversation_policy (
    trust_id uuid PRIMARY KEY REFERENCES trust (id),
    per_year integer NOT NULL CHECK (per_year IN (1, 2, 3, 4, 6, 12)),
    first_within_days integer NOT NULL CHECK (first_within_days BETWEEN 1 AND 366),
    after_leave_days integer NOT NULL CHECK (after_leave_days BETWEEN 1 AND 366),
    starts_on date NOT NULL, -- nobody is owed one before
    version integer NOT NULL DEFAULT 1
  );
  ${sameTrust('conversation_policy', 'SELECT, INSERT, UPDATE')}`;

/** No word of what was said: only who, when and how it went. */
const conversation = `
  CREATE TABLE career_conversation (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    lead_id uuid NOT NULL, -- with whom
    chosen boolean NOT NULL, -- by the person, and not as the line manager
    situation text NOT NULL CHECK (situation IN
      ('ANY', 'NEW', 'RETURNING', 'WANTS_DEPTH', 'WANTS_CHANGE', 'NEAR_RETIREMENT')),
    state text NOT NULL CHECK (state IN ('ASKED', 'UNWILLING', 'SCHEDULED', 'POSTPONED',
      'CANCELLED', 'DECLINED_BY_STAFF', 'HELD', 'AGREED', 'CLOSED')),
    planned_on date,
    postponed_for text CHECK (postponed_for IN ('WORKLOAD', 'COVER', 'AWAY', 'NOT_READY', 'OTHER')),
    offered_on date, -- when it was held, or declined by the person
    person_agreed_at timestamptz,
    lead_agreed_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id),
    FOREIGN KEY (trust_id, lead_id) REFERENCES person (trust_id, id),
    CONSTRAINT with_somebody_else CHECK (person_id <> lead_id),
    CONSTRAINT planned_while_open CHECK (state NOT IN ('ASKED', 'SCHEDULED') OR planned_on IS NOT NULL),
    CONSTRAINT postponed_for_a_reason CHECK (state <> 'POSTPONED' OR postponed_for IS NOT NULL),
    CONSTRAINT offered_when_held CHECK (
      (state IN ('DECLINED_BY_STAFF', 'HELD', 'AGREED', 'CLOSED')) = (offered_on IS NOT NULL)),
    CONSTRAINT agreed_by_both CHECK (state NOT IN ('AGREED', 'CLOSED')
      OR (person_agreed_at IS NOT NULL AND lead_agreed_at IS NOT NULL))
  );
  CREATE UNIQUE INDEX one_open_conversation ON career_conversation (trust_id, person_id)
    WHERE state IN ('ASKED', 'SCHEDULED', 'POSTPONED');
  CREATE INDEX conversation_of_person
    ON career_conversation (trust_id, person_id, offered_on DESC, id DESC);
  CREATE TABLE willing_colleague (
    trust_id uuid NOT NULL,
    person_id uuid NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trust_id, person_id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
  );
  ${sameTrust('willing_colleague', 'SELECT, INSERT, DELETE')}
  CREATE INDEX conversation_of_lead ON career_conversation (trust_id, lead_id, id DESC);
  ${sameTrust('career_conversation', 'SELECT, INSERT, UPDATE')}`;

/**
 * When each person's next conversation is due: everybody who is employed by the trust on the day, alike
 * whatever their hours, posts and schools. NULL for $3 means everybody.
 *
 * A spell of employment is what contracts without a gap make together. Leave counts when it is 28 days
 * or more, or without an end yet: on such leave nothing is required, and after it there is time again.
 */
const clock = `
  CREATE FUNCTION conversation_clock(of_trust uuid, on_day date, of_people uuid[])
    RETURNS TABLE (person_id uuid, due_on date, state text, offered_on date, joined_on date)
    LANGUAGE sql STABLE AS $$
    WITH policy AS (
      SELECT per_year, first_within_days, after_leave_days, starts_on
        FROM conversation_policy WHERE trust_id = of_trust
      UNION ALL
      SELECT 1, 90, 28, DATE '-infinity'
       WHERE NOT EXISTS (SELECT FROM conversation_policy WHERE trust_id = of_trust)),
    employed AS (
      SELECT contract.person_id, range_agg(daterange(contract.starts_on, contract.ends_on)) AS spells
        FROM contract
       WHERE contract.trust_id = of_trust AND contract.type_code NOT IN ('SLA', 'SAG', 'SOT')
         AND (of_people IS NULL OR contract.person_id = ANY (of_people))
       GROUP BY 1),
    spell AS (
      SELECT employed.person_id, lower(each.spell) AS joined_on
        FROM employed CROSS JOIN LATERAL unnest(employed.spells) AS each (spell)
       WHERE each.spell @> on_day),
    away AS (
      SELECT leave.person_id, range_agg(daterange(leave.starts_on, leave.ends_on)) AS spells
        FROM leave_period AS leave
       WHERE leave.trust_id = of_trust AND (of_people IS NULL OR leave.person_id = ANY (of_people))
       GROUP BY 1),
    long AS (
      SELECT away.person_id, bool_or(each.spell @> on_day) AS now,
             max(upper(each.spell)) FILTER (WHERE upper(each.spell) <= on_day) AS back_on
        FROM away CROSS JOIN LATERAL unnest(away.spells) AS each (spell)
       WHERE upper(each.spell) IS NULL OR upper(each.spell) - lower(each.spell) >= 28
       GROUP BY 1),
    offered AS (
      SELECT held.person_id, max(held.offered_on) AS offered_on
        FROM career_conversation AS held JOIN spell ON spell.person_id = held.person_id
       WHERE held.trust_id = of_trust AND held.offered_on BETWEEN spell.joined_on AND on_day
       GROUP BY 1),
    due AS (
      SELECT spell.person_id, spell.joined_on, offered.offered_on, long.now AS is_away,
             greatest(coalesce(
               (offered.offered_on + make_interval(months => 12 / policy.per_year))::date,
               greatest(spell.joined_on, policy.starts_on) + policy.first_within_days),
               -- Greatest takes no notice of NULL.
               long.back_on + policy.after_leave_days) AS due_on
        FROM spell CROSS JOIN policy
        LEFT JOIN offered ON offered.person_id = spell.person_id
        LEFT JOIN long ON long.person_id = spell.person_id)
    SELECT due.person_id, due.due_on,
           CASE WHEN due.is_away THEN 'NOT_REQUIRED' WHEN due.due_on < on_day THEN 'OVERDUE'
                WHEN due.due_on <= on_day + 28 THEN 'DUE' ELSE 'NOT_YET_DUE' END,
           due.offered_on, due.joined_on
      FROM due
  $$;`;
