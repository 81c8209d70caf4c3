import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { placementColumns, type PlacementRow } from './placement.queries.ts';
import type { CalendarFeed } from './calendar-feed.types.ts';

const feedColumns = `
  id, made_at AS "madeAt", revoked_at AS "revokedAt", last_used_on AS "lastUsedOn"`;

/** Addresses of the viewer's own, by id. */
export function feedsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<CalendarFeed[]> {
  return db.rows<CalendarFeed>(
    `SELECT ${feedColumns} FROM calendar_feed WHERE trust_id = $1 AND id = ANY ($2::uuid[])`,
    [trustId, ids],
  );
}

/** The viewer's address that is not revoked. */
export async function standingFeed(
  db: Database,
  { trustId, personId }: Viewer,
): Promise<CalendarFeed | null> {
  const [standing] = await db.rows<CalendarFeed>(
    `SELECT ${feedColumns} FROM calendar_feed
      WHERE trust_id = $1 AND person_id = $2 AND revoked_at IS NULL`,
    [trustId, personId],
  );
  return standing ?? null;
}

/** Whose address it is, by the hash (`$1`) of its secret, under `calendar:read`. */
export const feedOfSecretSql = `
  SELECT trust_id AS "trustId", person_id AS "personId", made_at AS "madeAt" FROM calendar_feed
   WHERE secret_hash = $1 AND revoked_at IS NULL`;

/** Whether somebody (`$2`) works for the trust (`$1`) on a day (`$3`) or is to. */
export const isStaffSql = `
  SELECT 1 FROM roster_person person
   WHERE person.trust_id = $1 AND person.id = $2 AND person.status IN ('EMPLOYED', 'FUTURE')
     AND EXISTS (SELECT 1 FROM jsonb_array_elements(person.contracts) AS contract
                  WHERE contract ->> 'endsOn' IS NULL OR (contract ->> 'endsOn')::date > $3::date)`;

/** A placement as a calendar shows it. */
export interface CalendarPlacementRow extends PlacementRow {
  readonly scheduledAt: Date | null;
  /** The very days of what is lent; null for what runs from its first day to its last. */
  readonly lentDays: string[] | null;
}

/** What a calendar shows of somebody: what stands, from a year ago on, the earliest first. */
export function placementsInCalendar(
  db: Database,
  { trustId, personId }: Viewer,
  today: string,
): Promise<CalendarPlacementRow[]> {
  return db.rows<CalendarPlacementRow>(
    `SELECT ${placementColumns('$3')}, p.scheduled_at AS "scheduledAt", lent.days AS "lentDays"
       FROM placement p
       LEFT JOIN LATERAL (
         SELECT array_agg(day::text ORDER BY day) AS days FROM deployment_day d
          WHERE d.trust_id = p.trust_id AND d.deployment_id = p.id AND d.state <> 'RELEASED') lent
         ON p.kind = 'DEPLOYMENT'
      WHERE p.trust_id = $1 AND p.person_id = $2 AND p.state <> 'CANCELLED'
        AND p.ends_on > $3::date - 366
      ORDER BY p.starts_on, p.id LIMIT 500`,
    [trustId, personId, today],
  );
}
