import { rewritten } from '@trellis/subgraph-kit/rewritten-function';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const [everyFailure, failureOfProof] = [
  `WHERE state IN ('BOUNCED', 'IN_DOUBT', 'GIVEN_UP')
    ON CONFLICT DO NOTHING;`,
  `WHERE state IN ('BOUNCED', 'IN_DOUBT', 'GIVEN_UP')
       AND EXISTS (SELECT FROM notice WHERE notice.trust_id = fresh.trust_id
                      AND notice.id = fresh.notice_id AND notice.wants_proof)
    ON CONFLICT DO NOTHING;`,
];
const [everyNew, newOfProof] = [
  'WHERE fresh.unreached_reason IS NOT NULL',
  'WHERE fresh.wants_proof AND fresh.unreached_reason IS NOT NULL',
];
const [everyChange, changeOfProof] = [
  `WHERE fresh.reached_at IS DISTINCT FROM stale.reached_at
        OR fresh.unreached_reason IS DISTINCT FROM stale.unreached_reason`,
  `WHERE fresh.wants_proof AND (fresh.reached_at IS DISTINCT FROM stale.reached_at
        OR fresh.unreached_reason IS DISTINCT FROM stale.unreached_reason)`,
];

/**
 * What people wish of how they are told: several things at once, each day or week; and what needs no
 * proof that everybody was told, such as a reminder or what concerns one person alone. New columns with
 * defaults by which the version before does as it did.
 */
export class NoticeWishes1797200400010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE notice ADD COLUMN wants_proof boolean NOT NULL DEFAULT true;
      ALTER TABLE notice_delivery
        ADD COLUMN in_digest boolean NOT NULL DEFAULT false,
        ADD COLUMN message_id uuid, -- of the notice whose message carried this one as well
        ADD CONSTRAINT only_messages_are_digests CHECK (NOT in_digest OR channel IN ('EMAIL', 'SMS'));
      CREATE INDEX notice_delivery_by_message
        ON notice_delivery (trust_id, message_id) WHERE message_id IS NOT NULL;
      ALTER TABLE notice_preference ADD COLUMN digest text NOT NULL DEFAULT 'AT_ONCE'
        CHECK (digest IN ('AT_ONCE', 'DAILY', 'WEEKLY'));
      ${rewritten('settle_notices()', everyFailure, failureOfProof)};
      ${rewritten('tell_of_new_notices()', everyNew, newOfProof)};
      ${rewritten('tell_of_notices()', everyChange, changeOfProof)};
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${rewritten('tell_of_notices()', changeOfProof, everyChange)};
      ${rewritten('tell_of_new_notices()', newOfProof, everyNew)};
      ${rewritten('settle_notices()', failureOfProof, everyFailure)};
      ALTER TABLE notice_preference DROP COLUMN digest;
      ALTER TABLE notice_delivery DROP COLUMN in_digest, DROP COLUMN message_id;
      ALTER TABLE notice DROP COLUMN wants_proof;
    `);
  }
}
