import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { WaitingList } from '../place/waiting-list.service.ts';
import { type SeatBar, SeatNotToBeHad } from './project-change.types.ts';

/** Whom a seat is for, and when. */
interface SeatWanted {
  readonly opportunityId: string;
  readonly personId: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** Who can have a seat in a team, and the next who waits when one becomes free. */
export class ProjectSeats {
  constructor(
    private readonly db: Database,
    private readonly waiting: WaitingList,
    private readonly now: Clock,
  ) {}

  /** @returns why there is no seat; undefined when there is, or where it is no project. */
  async refusal(wanted: SeatWanted): Promise<SeatNotToBeHad | undefined> {
    const { opportunityId, personId, startsOn, endsOn } = wanted;
    const [answer] = await this.db.rows<{ bar: SeatBar | null }>(
      'SELECT project_bar($1, $2, $3, $4, NULL) AS bar',
      [opportunityId, personId, startsOn, endsOn],
    );
    return answer?.bar ? new SeatNotToBeHad(answer.bar) : undefined;
  }

  /**
   * Offers seats that became free to those who wait for them, in the panel's order, from tomorrow or from
   * the day on which each is free to the end of the project. Where nobody is being chosen any more nobody
   * waits, and the seat can be announced anew.
   */
  async freed(viewer: Viewer, placementIds: readonly string[]): Promise<void> {
    const at = this.now();
    const tomorrow = londonDay(new Date(at.getTime() + 86_400_000));
    const seats = await this.db.rows<FreedSeat>(freedSql, [
      ...[viewer.trustId, placementIds, tomorrow],
    ]);
    for (const { opportunityId, offerStartsOn, offerEndsOn } of seats) {
      await this.db.rows(roomSql, [viewer.trustId, opportunityId]);
      await this.waiting.offerNext(viewer, { opportunityId, offerStartsOn, offerEndsOn }, at);
    }
  }
}

interface FreedSeat {
  readonly opportunityId: string;
  readonly offerStartsOn: string;
  readonly offerEndsOn: string;
}

/** Whoever applied holds their place for good; a seat that they give back is one place more. */
const freedSql = `
  SELECT p.opportunity_id AS "opportunityId", t.ends_on AS "offerEndsOn",
         greatest(CASE WHEN p.state = 'CANCELLED' THEN p.starts_on ELSE p.ends_on END, $3::date)
           AS "offerStartsOn"
    FROM placement p
    JOIN project_announcement a ON a.trust_id = p.trust_id AND a.opportunity_id = p.opportunity_id
    JOIN project_team t ON t.trust_id = a.trust_id AND t.id = a.team_id AND t.ending IS NULL
    JOIN opportunity o ON o.trust_id = p.trust_id AND o.id = p.opportunity_id
     AND o.state IN ('PUBLISHED', 'REOPENED', 'CLOSED', 'SHORTLISTING', 'DECIDING')
   WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[]) AND p.state IN ('CANCELLED', 'ENDED_EARLY')
     AND p.application_id IS NOT NULL AND t.ends_on > $3::date
   ORDER BY p.opportunity_id, p.id`;

const roomSql = `
  UPDATE opportunity_place SET places = places + 1 WHERE trust_id = $1 AND opportunity_id = $2`;
