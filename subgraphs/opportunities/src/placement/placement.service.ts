import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { ApplicationRow } from '../application/application.queries.ts';
import {
  agreeingOfOfferSql,
  askPartiesSql,
  inductionSql,
  makeSql,
} from './placement-making.queries.ts';
import type { PlacementKind } from './placement-kind.types.ts';
import { PlacementNews } from './placement-news.ts';
import { PlacementParty } from './placement-part.types.ts';

/** What a placement is made from. */
export interface PlacementDraft {
  readonly personId: string;
  readonly kind: PlacementKind;
  readonly opportunityId: string | null;
  readonly applicationId: string | null;
  /** Not known: the school of the person's main post on the first day. */
  readonly homeSchoolId: string | null;
  /** None: the home school. */
  readonly hostSchoolId: string | null;
  readonly startsOn: string;
  /** First day on which it no longer runs; null when it is for good. */
  readonly endsOn: string | null;
  /** 1 for Monday to 7 for Sunday; null for each day. */
  readonly weekdays: readonly number[] | null;
  readonly purpose: string | null;
  /** Of their post, for what is done beside it; not given where nothing is said of them. */
  readonly minutesAWeek?: number | null;
  /** Placements with the same stand and fall together. */
  readonly agreementId: string | null;
  /** Who agreed before it was made, by offering, booking or taking what it is made from. */
  readonly agreed: readonly AgreedBefore[];
}

interface AgreedBefore {
  readonly party: PlacementParty;
  readonly reason: string | null;
  /** Null where a rule did. */
  readonly byId: string | null;
}

/** Days that those have who must agree. */
const patience = 14;

/** What people agree to do for a time outside their post. */
export class PlacementService {
  constructor(
    private readonly db: Database,
    private readonly now: Clock,
  ) {}

  /**
   * Makes placements, to be prepared: each asks whoever goes and the heads of the schools, and has the
   * induction that everybody gets. Those of one agreement are made at once.
   *
   * @returns their ids, in the order of the drafts.
   */
  async make(viewer: Viewer, drafts: readonly PlacementDraft[]): Promise<string[]> {
    const at = this.now();
    const made = drafts.map((draft) => ({ id: newId(), ...draft }));
    const ids = made.map(({ id }) => id);
    const consentBy = londonDay(new Date(at.getTime() + patience * 86_400_000));
    await this.db.rows(makeSql, [viewer.trustId, JSON.stringify(made), consentBy]);
    await this.db.rows(inductionSql, [viewer.trustId, ids]);
    await this.ask(viewer, ids, at);
    const agreed = made.flatMap(({ id, agreed: all }) => all.map((one) => ({ id, ...one })));
    await this.db.rows(agreeingOfOfferSql, [viewer.trustId, JSON.stringify(agreed), at]);
    await this.tell(viewer, 'placement.agreed', ids);
    return ids;
  }

  /**
   * Asks those who must agree and have not been asked: heads of schools that do without somebody.
   *
   * @param at when they are asked; what they say from then on counts.
   */
  async ask({ trustId }: Viewer, ids: readonly string[], at = this.now()): Promise<void> {
    await this.db.rows(askPartiesSql, [trustId, ids, at]);
  }

  /**
   * Makes the placement of an offer that was accepted: from the school of the person's main post to
   * the one that offers it, or at home where none does.
   */
  async agree(viewer: Viewer, application: ApplicationRow): Promise<void> {
    const { id, personId, opportunityId, offerStartsOn, offerEndsOn } = application;
    const [offered] = await this.db.rows<Offered>(offeredSql, [viewer.trustId, id]);
    if (!offered || offerStartsOn === null) throw new Error('what was accepted was not offered');
    const { kind, title, hostSchoolId, offeredById, minutesAWeek } = offered;
    await this.make(viewer, [
      {
        ...{ personId, kind, opportunityId, applicationId: id, homeSchoolId: null, hostSchoolId },
        ...{ startsOn: offerStartsOn, endsOn: offerEndsOn, weekdays: null, purpose: title },
        ...{ agreementId: null, minutesAWeek },
        agreed: [
          { party: PlacementParty.PERSON, reason: null, byId: personId },
          { party: PlacementParty.HOST_HEAD, reason: null, byId: offeredById },
        ],
      },
    ]);
  }

  /** Takes back the placement of an application that was withdrawn after it was accepted. */
  async cancel(viewer: Viewer, { id }: ApplicationRow): Promise<void> {
    const cancelled = await this.db.rows<{ id: string }>(
      `WITH cancelled AS (
         UPDATE placement SET state = 'CANCELLED', version = version + 1
          WHERE trust_id = $1 AND application_id = $2 AND state IN ('PREPARING', 'SCHEDULED')
         RETURNING id)
       SELECT id FROM cancelled`,
      [viewer.trustId, id],
    );
    await this.tell(
      viewer,
      'placement.cancelled',
      cancelled.map((placement) => placement.id),
    );
  }

  private tell(viewer: Viewer, type: string, ids: readonly string[]): Promise<void> {
    return new PlacementNews(this.db).tell(viewer, type, ids);
  }
}

/** What an accepted offer says of its placement. */
interface Offered {
  readonly kind: PlacementKind;
  readonly title: string;
  readonly hostSchoolId: string | null;
  readonly offeredById: string | null;
  readonly minutesAWeek: number | null;
}

const offeredSql = `
  SELECT o.kind, o.title, o.host_school_id AS "hostSchoolId",
         CASE WHEN o.kind IN ('PROJECT', 'RESPONSIBILITY')
              THEN round((o.terms ->> 'hoursPerWeek')::numeric * 60)::integer END AS "minutesAWeek",
         (SELECT made_by_id FROM application_step step
           WHERE step.trust_id = a.trust_id AND step.application_id = a.id AND step.state = 'OFFERED'
           ORDER BY number DESC LIMIT 1) AS "offeredById"
    FROM application a JOIN opportunity o ON o.trust_id = a.trust_id AND o.id = a.opportunity_id
   WHERE a.trust_id = $1 AND a.id = $2`;
