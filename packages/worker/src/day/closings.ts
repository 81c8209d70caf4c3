import type { Pool } from 'pg';
import { leavingWord } from '../word-left.ts';

const word = leavingWord({
  type: 'opportunity.closed',
  aggregateType: 'Opportunity',
  aggregateId: 'id',
  data: `jsonb_build_object('kind', kind, 'hostSchoolId', host_school_id, 'networkId', network_id,
                            'audience', audience, 'opensOn', opens_on, 'closesOn', closes_on)`,
  actor: 'closings',
  from: 'closed',
});

/**
 * Tells of opportunities whose closing day is over at the instant `$1`, of each closing day once. The
 * row is held, so that of one that is reopened at the same time the closing is told before it or not
 * at all. One statement for all trusts.
 */
const tellSql = `
  WITH closed AS (
    UPDATE opportunity AS o SET closing_told_of = o.closes_on
     WHERE o.state IN ('PUBLISHED', 'REOPENED')
       AND o.closes_on < ($1::timestamptz AT TIME ZONE 'Europe/London')::date
       AND o.closing_told_of IS DISTINCT FROM o.closes_on
    RETURNING o.trust_id, o.id, o.kind, o.host_school_id, o.network_id, o.audience, o.opens_on, o.closes_on),
  ${word}`;

/** Tells others, in all trusts, of what takes no applications any more. */
export async function tellOfClosings(pool: Pool, now: Date): Promise<void> {
  await pool.query(tellSql, [now]);
}
