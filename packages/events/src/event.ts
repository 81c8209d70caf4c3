import { z } from 'zod';

/** An event as subscribers and consumers see it. */
export const eventShape = z.object({
  id: z.uuid(),
  trustId: z.uuid(),
  type: z.string(),
  aggregateType: z.string(),
  aggregateId: z.uuid(),
  /** Grows from event to event of one aggregate; otherwise it means nothing. */
  sequence: z.number().int(),
  /** ISO instant in UTC. */
  occurredAt: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export type TrellisEvent = z.output<typeof eventShape>;

/** What one subgraph is sent at once: events of another, in order. */
export const deliveryShape = z.object({
  /** The subgraph in which the events happened. */
  source: z.string(),
  /** The subgraph that may take them. */
  audience: z.string(),
  events: z.array(eventShape).max(1_000),
});

export type Delivery = z.output<typeof deliveryShape>;

/** What the receiver answers: all else has been applied, now or earlier. */
export const receiptShape = z.object({
  refused: z.array(z.object({ id: z.uuid(), problem: z.string() })),
});

export type Receipt = z.output<typeof receiptShape>;
