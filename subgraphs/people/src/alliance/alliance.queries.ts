import type { Database } from '@trellis/subgraph-kit/database';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Alliance } from './alliance.types.ts';

/** What the schema promises, and what only the service needs. */
export interface AllianceRow extends Alliance {
  /** The other trust, once it has said something. */
  readonly otherTrustId: string | null;
}

/**
 * What both sides said of each alliance, as the viewer's trust sees it. Row security shows of others
 * what names the viewer's trust; the condition says so once more.
 */
const alliances = `
  SELECT coalesce(own.id, theirs.id) AS id, coalesce(own.allied_uid, theirs.trust_uid) AS uid,
         theirs.trust_name AS "trustName", theirs.trust_id AS "otherTrustId",
         CASE WHEN own.said_at <= theirs.said_at THEN own.purpose
              ELSE coalesce(theirs.purpose, own.purpose) END AS purpose,
         CASE WHEN own.ended_at IS NOT NULL OR theirs.ended_at IS NOT NULL THEN 'ENDED'
              WHEN own.id IS NULL THEN 'PROPOSED_TO_US'
              WHEN theirs.id IS NULL THEN 'PROPOSED_BY_US' ELSE 'STANDS' END AS state,
         least(own.said_at, theirs.said_at) AS "proposedAt",
         CASE WHEN own.agreed_at IS NOT NULL AND theirs.agreed_at IS NOT NULL
              THEN greatest(own.agreed_at, theirs.agreed_at) END AS "agreedAt",
         least(own.ended_at, theirs.ended_at) AS "endedAt"
    FROM (SELECT * FROM alliance_agreement WHERE trust_id = $1) AS own
    FULL JOIN (SELECT * FROM alliance_agreement
                WHERE trust_id <> $1
                  AND allied_uid = (SELECT uid FROM trust WHERE id = $1)) AS theirs
      ON theirs.id = own.id AND theirs.trust_uid = own.allied_uid`;

/** Alliances with these ids in which the viewer's trust is named. */
export function alliancesById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<AllianceRow[]> {
  return db.rows<AllianceRow>(`${alliances} WHERE coalesce(own.id, theirs.id) = ANY ($2::uuid[])`, [
    ...[trustId, ids.filter(isId)],
  ]);
}

/** All alliances in which the viewer's trust is named, those that have not ended first. */
export function alliancesOf(db: Database, { trustId }: Viewer): Promise<AllianceRow[]> {
  const sql = `${alliances}
    ORDER BY least(own.ended_at, theirs.ended_at) DESC NULLS FIRST, "proposedAt" DESC, id LIMIT 200`;
  return db.rows<AllianceRow>(sql, [trustId]);
}

/** The one with a trust (`$2` is its UID) that is proposed or stands. */
export const openAllianceSql = `${alliances}
  WHERE coalesce(own.allied_uid, theirs.trust_uid) = $2
    AND own.ended_at IS NULL AND theirs.ended_at IS NULL
  ORDER BY theirs.said_at NULLS LAST LIMIT 1`;

/** Says of an alliance (`$2`) with a trust (`$3`) that the own trust wants it, or not. */
export const sayAllianceSql = `
  INSERT INTO alliance_agreement
    (trust_id, id, trust_uid, trust_name, allied_uid, purpose, agreed_at, ended_at)
  SELECT id, $2, uid, name, $3, $4, CASE WHEN $5 THEN now() END, CASE WHEN NOT $5 THEN now() END
    FROM trust WHERE id = $1`;

/** Ends what the own trust said to a trust (`$2`), also where the other has ended it already. */
export const endAgreementsSql = `
  UPDATE alliance_agreement SET ended_at = now()
   WHERE trust_id = $1 AND allied_uid = $2 AND ended_at IS NULL`;
