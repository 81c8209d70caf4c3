import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** How many places there are and how many applications stand where; the database counts them. */
export interface PlaceRow {
  readonly opportunityId: string;
  readonly places: number;
  readonly offered: number;
  readonly accepted: number;
  readonly undecided: number;
  readonly owed: number;
}

/** Of what nobody applied for and nobody set. */
export const noPlaces = { places: 1, offered: 0, accepted: 0, undecided: 0, owed: 0 };

/** The places of opportunities; what nobody applied for and nobody set is not among them. */
export function placesOf(
  db: Database,
  { trustId }: Viewer,
  opportunityIds: readonly string[],
  lock: '' | 'FOR UPDATE' = '',
): Promise<PlaceRow[]> {
  return db.rows<PlaceRow>(
    `SELECT opportunity_id AS "opportunityId", places, offered, accepted, undecided, owed
       FROM opportunity_place WHERE trust_id = $1 AND opportunity_id = ANY ($2::uuid[]) ${lock}`,
    [trustId, opportunityIds],
  );
}

/**
 * Holds the places of an opportunity until the operation ends. Whatever changes an application takes
 * this before the application itself, so that no two wait for each other.
 */
export async function heldPlaces(
  db: Database,
  viewer: Viewer,
  opportunityId: string,
): Promise<PlaceRow> {
  const [held] = await placesOf(db, viewer, [opportunityId], 'FOR UPDATE');
  return held ?? { opportunityId, ...noPlaces };
}

/** What an offer says of its days. */
export interface OfferedDays {
  readonly startsOn: string;
  /** First day on which it no longer runs; null when it is for good. */
  readonly endsOn: string | null;
}

/** Offers a free place to the next on the waiting list, in the panel's order. */
export function offerNextPlace(
  db: Database,
  opportunityId: string,
  at: Date,
  { startsOn, endsOn }: OfferedDays,
): Promise<{ id: string; personId: string }[]> {
  return db.rows('SELECT id, person_id AS "personId" FROM offer_next_place($1, $2, $3, $4)', [
    opportunityId,
    at,
    startsOn,
    endsOn,
  ]);
}
