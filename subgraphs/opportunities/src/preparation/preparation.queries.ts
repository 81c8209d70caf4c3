import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import { isId } from '@trellis/subgraph-kit/ids';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { PreparationOffer, PreparationPlace } from './preparation.types.ts';

/** Help as read. */
export interface PreparationRow extends PreparationOffer {
  readonly opportunityId: string;
}

/** A place of it that somebody has, as read. */
export interface PreparationPlaceRow extends PreparationPlace {
  readonly offerId: string;
  readonly personId: string;
}

const columns = `
  p.id, p.opportunity_id AS "opportunityId", p.kind, p.title, p.details, p.venue,
  p.starts_at AS "startsAt", p.places, p.taken, p.cancelled_at AS "cancelledAt", p.version`;

const placeColumns = `
  t.id, t.offer_id AS "offerId", t.person_id AS "personId", t.taken_at AS "takenAt"`;

/** What is offered, as it came, without what was cancelled unless the viewer has a place in it. */
export function preparationList({ trustId, personId }: Viewer): List {
  const parameters = new SqlParameters();
  const trust = parameters.add(trustId);
  const me = `${parameters.add(personId)}::uuid`;
  return {
    name: 'Opportunity.preparationOffers',
    select: columns,
    from: 'preparation_offer p',
    where: [
      `p.trust_id = ${trust}`,
      `(p.cancelled_at IS NULL OR EXISTS (
         SELECT 1 FROM preparation_place mine WHERE mine.trust_id = p.trust_id
            AND mine.offer_id = p.id AND mine.person_id = ${me} AND mine.given_up_at IS NULL))`,
    ],
    parameters,
    sort: { name: 'FIRST', keys: [{ sql: 'p.id', type: 'uuid' }] },
  };
}

/** Who takes part, for those who may offer for the opportunity; row security hides them from its panel. */
export function participantList(viewer: Viewer): List {
  const parameters = new SqlParameters();
  const where = [`t.trust_id = ${parameters.add(viewer.trustId)}`, 't.given_up_at IS NULL'];
  if (!viewer.allPlaces) {
    where.push(`EXISTS (SELECT 1 FROM opportunity o WHERE o.trust_id = t.trust_id
       AND o.id = t.opportunity_id
       AND o.host_school_id = ANY (${parameters.add(viewer.placeIds)}::uuid[]))`);
  }
  return {
    name: 'PreparationOffer.participants',
    select: placeColumns,
    from: 'preparation_place t',
    where,
    parameters,
    sort: { name: 'RANDOM', keys: [{ sql: 't.id', type: 'uuid' }] },
  };
}

/** Places that the viewer has. */
export function ownPlaces(
  db: Database,
  { trustId, personId }: Viewer,
  offerIds: readonly string[],
): Promise<PreparationPlaceRow[]> {
  return db.rows<PreparationPlaceRow>(
    `SELECT ${placeColumns} FROM preparation_place t
      WHERE t.trust_id = $1 AND t.person_id = $2 AND t.offer_id = ANY ($3::uuid[])
        AND t.given_up_at IS NULL`,
    [trustId, personId, offerIds],
  );
}

/** @throws NOT_FOUND when the viewer's trust has no such help. */
export async function foundPreparation(
  db: Database,
  { trustId }: Viewer,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<PreparationRow> {
  const ids = [id].filter(isId);
  const [found] = await db.rows<PreparationRow>(
    `SELECT ${columns} FROM preparation_offer p WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[]) ${lock}`,
    [trustId, ids],
  );
  if (!found) throw notFound('preparation offer');
  return found;
}
