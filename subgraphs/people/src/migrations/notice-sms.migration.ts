import { rewritten } from '@trellis/subgraph-kit/rewritten-function';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const sending = `state IN ('SENT', 'READ', 'TOLD_IN_PERSON') AS has_reached`;
/** That a gateway took an SMS proves nothing; that a telephone has it does. */
const arriving = `(state = 'SENT' AND channel = 'EMAIL'
                  OR state IN ('DELIVERED', 'READ', 'TOLD_IN_PERSON')) AS has_reached`;

const channels = (list: string, validity = '') => `
  ALTER TABLE notice DROP CONSTRAINT notice_reached_by_check,
    ADD CONSTRAINT notice_reached_by_check CHECK (reached_by IN (${list})) ${validity};
  ALTER TABLE notice_delivery DROP CONSTRAINT notice_delivery_channel_check,
    ADD CONSTRAINT notice_delivery_channel_check CHECK (channel IN (${list})) ${validity};
  ALTER TABLE notice_history DROP CONSTRAINT notice_history_channel_check,
    ADD CONSTRAINT notice_history_channel_check CHECK (channel IN (${list})) ${validity};`;

const states = (list: string, validity = '') => `
  ALTER TABLE notice_delivery DROP CONSTRAINT notice_delivery_state_check,
    ADD CONSTRAINT notice_delivery_state_check CHECK (state IN (${list})) ${validity};
  ALTER TABLE notice_history DROP CONSTRAINT notice_history_state_check,
    ADD CONSTRAINT notice_history_state_check CHECK (state IN (${list})) ${validity};`;

const ofItsChannel = (sms: string, validity = '') => `
  ALTER TABLE notice_delivery DROP CONSTRAINT state_of_its_channel,
    ADD CONSTRAINT state_of_its_channel CHECK (state = 'QUEUED' OR CASE channel
      WHEN 'EMAIL' THEN state IN ('SENT', 'BOUNCED', 'IN_DOUBT', 'GIVEN_UP')
      ${sms}
      WHEN 'IN_APP' THEN state = 'READ' ELSE state = 'TOLD_IN_PERSON' END) ${validity};`;

const channelsBefore = `'EMAIL', 'IN_APP', 'PRINT'`;
const statesBefore = `'QUEUED', 'SENT', 'BOUNCED', 'IN_DOUBT', 'GIVEN_UP', 'READ', 'TOLD_IN_PERSON'`;

/**
 * SMS, to people who gave their number for it, and what the gateway says became of each. New columns,
 * which the version before does not see; it goes on sending e-mails alone.
 */
export class NoticeSms1797200400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${channels(`${channelsBefore}, 'SMS'`)}
      ${states(`${statesBefore}, 'DELIVERED'`)}
      ${ofItsChannel(`WHEN 'SMS' THEN
        state IN ('SENT', 'DELIVERED', 'BOUNCED', 'IN_DOUBT', 'GIVEN_UP')`)}
      ALTER TABLE notice_delivery
        ADD COLUMN ask_at timestamptz, -- when the gateway is asked what became of the SMS
        ADD CONSTRAINT asked_of_sms CHECK (ask_at IS NULL OR channel = 'SMS' AND state <> 'QUEUED'),
        DROP CONSTRAINT email_has_a_time,
        ADD CONSTRAINT sending_has_a_time
          CHECK ((channel IN ('EMAIL', 'SMS')) = (next_attempt_at IS NOT NULL));
      CREATE INDEX notice_delivery_sms_due
        ON notice_delivery (next_attempt_at) WHERE channel = 'SMS' AND state = 'QUEUED';
      CREATE INDEX notice_delivery_to_ask ON notice_delivery (ask_at) WHERE ask_at IS NOT NULL;
      ALTER TABLE notice_preference
        ADD COLUMN sms_to text CHECK (sms_to ~ '^\\+[1-9][0-9]{7,14}$'); -- given for that, by the person
      ${rewritten('settle_notices()', sending, arriving)}
    `);
  }

  /** What was told by SMS stays on record. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${rewritten('settle_notices()', arriving, sending)};
      ALTER TABLE notice_delivery DROP COLUMN ask_at,
        DROP CONSTRAINT sending_has_a_time,
        ADD CONSTRAINT email_has_a_time
          CHECK ((channel = 'EMAIL') = (next_attempt_at IS NOT NULL)) NOT VALID;
      DROP INDEX notice_delivery_sms_due;
      ALTER TABLE notice_preference DROP COLUMN sms_to;
      ${ofItsChannel('', 'NOT VALID')}
      ${states(statesBefore, 'NOT VALID')}
      ${channels(channelsBefore, 'NOT VALID')}
    `);
  }
}
