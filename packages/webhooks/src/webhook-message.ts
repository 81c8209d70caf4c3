/** What a receiver is told, by columns of `webhook_delivery` and `event`. */
export interface Message {
  readonly type: string;
  readonly occurredAt: Date;
  readonly aggregateType: string | null;
  readonly aggregateId: string;
  readonly intoPersonId: string | null;
  readonly personId: string | null;
  readonly opportunityId: string | null;
}

/**
 * The body that is sent, the same at each attempt: what happened, when, and to whom by id. Whoever
 * wants to know more asks the API, where what they may see is decided.
 */
export function bodyOf({
  type,
  occurredAt,
  aggregateType,
  aggregateId,
  ...others
}: Message): string {
  const noun = aggregateType === null ? 'webhookId' : `${aggregateType.toLowerCase()}Id`;
  const named = { intoPersonId: others.intoPersonId, personId: others.personId };
  const ids = Object.entries({ ...named, opportunityId: others.opportunityId });
  const data = { [noun]: aggregateId, ...Object.fromEntries(ids.filter(([, id]) => id !== null)) };
  return JSON.stringify({ type, timestamp: occurredAt.toISOString(), data });
}
