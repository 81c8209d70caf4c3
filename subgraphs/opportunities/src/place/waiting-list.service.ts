import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { offerNextPlace } from './place.queries.ts';

/** A place that somebody gave up, and the days for which it is free. */
export interface GivenUp {
  readonly opportunityId: string;
  readonly offerStartsOn: string | null;
  readonly offerEndsOn: string | null;
}

/** Those who wait for a place that becomes free. */
export class WaitingList {
  constructor(private readonly db: Database) {}

  /** Offers the place that somebody gave up, for the same days, to the next in the panel's order. */
  async offerNext(viewer: Viewer, givenUp: GivenUp, at: Date): Promise<void> {
    const { opportunityId, offerStartsOn: startsOn, offerEndsOn: endsOn } = givenUp;
    if (startsOn === null) return;
    const offered = await offerNextPlace(this.db, opportunityId, at, { startsOn, endsOn });
    const told = offered.map(({ id, personId }) => ({
      type: 'application.offered',
      ...{ aggregateType: 'Application', aggregateId: id },
      data: { personId, opportunityId },
    }));
    await new Outbox(this.db).append(viewer, told);
  }
}
