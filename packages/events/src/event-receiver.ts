import type { KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Database } from '@trellis/subgraph-kit/database';
import { Fault } from '@trellis/subgraph-kit/faults';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { deliveryShape, type Receipt, type TrellisEvent } from './event.ts';
import { isSignedBy } from './webhook-signature.ts';

/** Applies events of one trust in order, in the operation's transaction. */
export type ApplyEvents = (viewer: Viewer, events: readonly TrellisEvent[]) => Promise<void>;

export interface EventReceiverOptions {
  /** The name of the subgraph that receives. */
  readonly audience: string;
  /** Of the worker. */
  readonly publicKeys: readonly KeyObject[];
  /** What to do with the events of each subgraph that may send some. */
  readonly applyFrom: Readonly<Record<string, ApplyEvents>>;
  readonly onDefect: (defect: unknown) => void;
  readonly now?: () => Date;
}

/** Takes events that the worker brings: each has its effect once, however often it comes. */
export class EventReceiver {
  constructor(
    private readonly db: Database,
    private readonly options: EventReceiverOptions,
  ) {}

  /**
   * @param body the bytes as they came; they are believed once a key of the worker's has signed them.
   * @returns which events were refused; all others have been applied, now or earlier.
   * @throws UNAUTHENTICATED unless they are signed, and for us.
   */
  async receive(headers: IncomingHttpHeaders, body: Buffer): Promise<Receipt> {
    const { audience, publicKeys, applyFrom, now = () => new Date() } = this.options;
    if (!isSignedBy(publicKeys, headers, body, now())) throw notTheWorker();
    const delivery = deliveryShape.parse(JSON.parse(body.toString()));
    if (delivery.audience !== audience) throw notTheWorker();
    const apply = applyFrom[delivery.source];
    if (!apply) throw new Fault('BAD_REQUEST', 'Nothing is taken from that subgraph.');
    const refused: Receipt['refused'] = [];
    for (const [trustId, events] of Map.groupBy(delivery.events, (event) => event.trustId)) {
      const viewer = jobViewer(`events of ${delivery.source}`, [], trustId);
      refused.push(...(await this.#takeAll(viewer, events, apply)));
    }
    return { refused };
  }

  /** All in one transaction; when that fails, one by one to find out which are at fault. */
  async #takeAll(viewer: Viewer, events: readonly TrellisEvent[], apply: ApplyEvents) {
    try {
      await this.#take(viewer, events, apply);
      return [];
    } catch {
      return this.#takeEach(viewer, events, apply);
    }
  }

  async #takeEach(viewer: Viewer, events: readonly TrellisEvent[], apply: ApplyEvents) {
    const refused: Receipt['refused'] = [];
    const stuck = new Set<string>();
    for (const event of events) {
      const { id, aggregateId } = event;
      if (stuck.has(aggregateId)) refused.push({ id, problem: 'An earlier one was refused.' });
      else {
        try {
          await this.#take(viewer, [event], apply);
        } catch (defect) {
          await this.#refuseAllWhenDown();
          this.options.onDefect(defect);
          stuck.add(aggregateId);
          refused.push({ id, problem: 'It could not be applied: the log says why.' });
        }
      }
    }
    return refused;
  }

  /** A database that is away is no fault of an event's. */
  async #refuseAllWhenDown(): Promise<void> {
    try {
      await this.db.as(jobViewer('events', []), () => this.db.rows('SELECT 1'));
    } catch {
      throw new Fault('UNAVAILABLE', 'The events cannot be taken now.');
    }
  }

  /** Applies those that are new, in the transaction that remembers them. */
  #take(viewer: Viewer, events: readonly TrellisEvent[], apply: ApplyEvents): Promise<void> {
    return this.db.as(viewer, async () => {
      const rows = await this.db.rows<{ id: string }>(
        `INSERT INTO inbox_event (trust_id, event_id) SELECT $1, id FROM unnest($2::uuid[]) AS id
         ON CONFLICT DO NOTHING RETURNING event_id AS id`,
        [viewer.trustId, events.map(({ id }) => id)],
      );
      const fresh = new Set(rows.map(({ id }) => id));
      const unseen = events.filter(({ id }) => fresh.delete(id)); // once, if it is here twice
      if (unseen.length > 0) await apply(viewer, unseen);
    });
  }
}

function notTheWorker(): Fault {
  return new Fault('UNAUTHENTICATED', 'Events are taken from the worker alone.');
}
