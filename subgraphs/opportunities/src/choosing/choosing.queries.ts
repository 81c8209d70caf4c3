import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, notFound } from '@trellis/subgraph-kit/faults';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { isOfThisRound } from '../panel/panel.queries.ts';
import type { ApplicationState } from '../application/application-state.types.ts';
import { type ApplicationRow, applicationsById } from '../application/application.queries.ts';

/** What an offer says of its days; nulls when there is none. */
export interface OfferDays {
  readonly startsOn: string | null;
  /** First day on which it no longer runs; null when it is for good. */
  readonly endsOn: string | null;
}

/**
 * An application as the viewer may see it.
 *
 * @param version as last read, of an application that is to be changed: it is then held.
 * @throws NOT_FOUND when the viewer may see no such application.
 * @throws CONFLICT with the current version when it changed since it was read.
 */
export async function foundApplication(
  db: Database,
  viewer: Viewer,
  id: string,
  version?: number,
): Promise<ApplicationRow> {
  const lock = version === undefined ? '' : 'FOR UPDATE';
  const [found] = await applicationsById(db, viewer, [id].filter(isId), lock);
  if (!found) throw notFound('application');
  if (version !== undefined && found.version !== version) {
    throw new Fault('CONFLICT', 'The application was changed since it was read.', {
      currentVersion: found.version,
    });
  }
  return found;
}

/** Takes an application on to `to`, with the days that were offered. */
export async function moveApplication(
  db: Database,
  { trustId }: Viewer,
  id: string,
  to: ApplicationState,
  offer: OfferDays & { readonly offeredAt: Date | null },
): Promise<void> {
  await db.rows(
    `UPDATE application SET state = $3, version = version + 1, offered_at = $4, offer_starts_on = $5,
            offer_ends_on = $6
      WHERE trust_id = $1 AND id = $2`,
    [trustId, id, to, offer.offeredAt, offer.startsOn, offer.endsOn],
  );
}

/** @returns whether the roster says that the person has left; of whom it says nothing has not. */
export async function hasLeft(
  db: Database,
  { trustId }: Viewer,
  personId: string,
): Promise<boolean> {
  const left = await db.rows(
    "SELECT 1 FROM roster_person WHERE trust_id = $1 AND id = $2 AND status = 'LEFT'",
    [trustId, personId],
  );
  return left.length > 0;
}

/** @returns whether acting for those days, by that person, is not what was approved. */
export async function isBeyondActing(
  db: Database,
  { trustId }: Viewer,
  opportunityId: string,
  personId: string,
  endsOn: string | null,
): Promise<boolean> {
  const beyond = await db.rows(
    `SELECT 1 FROM opportunity WHERE trust_id = $1 AND id = $2 AND acting_ends_on IS NOT NULL
        AND (acting_approved_by_id = $3 OR $4::date IS NULL OR acting_ends_on < $4::date)`,
    [trustId, opportunityId, personId, endsOn],
  );
  return beyond.length > 0;
}

/** @returns whether somebody would advise the school of their own main post on the first day. */
export async function advisesOwnSchool(
  db: Database,
  { trustId }: Viewer,
  asked: { readonly opportunityId: string; readonly personId: string; readonly startsOn: string },
): Promise<boolean> {
  const own = await db.rows(
    `SELECT 1 FROM opportunity o
      CROSS JOIN LATERAL (
            SELECT school_id FROM roster_assignment post
             WHERE post.trust_id = $1 AND post.person_id = $3
               AND (post.ends_on IS NULL OR post.ends_on > $4::date)
             ORDER BY starts_on > $4::date, is_primary DESC, fte DESC, id LIMIT 1) AS home
      WHERE o.trust_id = $1 AND o.id = $2 AND o.terms ->> 'responsibility' = 'SCHOOL_ADVICE'
        AND home.school_id = o.host_school_id`,
    [trustId, asked.opportunityId, asked.personId, asked.startsOn],
  );
  return own.length > 0;
}

/** @returns whether a panel has locked its shortlist, of the round in which the opportunity is. */
export async function isShortlistLocked(
  db: Database,
  { trustId }: Viewer,
  opportunityId: string,
): Promise<boolean> {
  const locked = await db.rows(
    `SELECT 1 FROM panel AS p WHERE trust_id = $1 AND opportunity_id = $2 AND locked_at IS NOT NULL
        AND ${isOfThisRound('p')}`,
    [trustId, opportunityId],
  );
  return locked.length > 0;
}
