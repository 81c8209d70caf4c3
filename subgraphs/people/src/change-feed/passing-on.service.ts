import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { changeTypeNames } from './change.codes.ts';

/** As systems outside call what the opportunities subgraph tells of placements. */
const appointments: ReadonlyMap<string, string> = new Map([
  ['placement.agreed', 'appointment.made'],
  ['placement.scheduled', 'appointment.confirmed'],
  ['placement.ended', 'appointment.ended'],
  ['placement.cancelled', 'appointment.cancelled'],
]);

const schoolId = z.uuid().nullable().default(null);
const opportunityShape = z.object({ hostSchoolId: schoolId });
const placementShape = z.object({
  personId: z.uuid(),
  opportunityId: z.uuid().nullable(),
  homeSchoolId: schoolId,
  hostSchoolId: schoolId,
});

/** What is passed on of an event: ids alone, and which schools may hear of it. */
interface PassedOn extends Pick<TrellisEvent, 'id' | 'aggregateId' | 'occurredAt'> {
  readonly type: string;
  readonly aggregateType: 'Opportunity' | 'Placement';
  readonly data: object;
}

/** Lets systems outside hear of what happens in the opportunities subgraph. */
export class PassingOnService {
  constructor(private readonly db: Database) {}

  /**
   * Puts what systems outside may hear among the changes, under the id that it has, in the transaction
   * that takes it: so it is in the feed and in line for webhooks, in the order in which it is told.
   */
  async passOn(viewer: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    const heard = events.flatMap((event) => opportunityOf(event) ?? appointmentOf(event) ?? []);
    if (heard.length === 0) return;
    const { trustId, actor, requestId } = viewer;
    await this.db.rows(passOnSql, [
      ...[trustId, JSON.stringify(heard), actor.kind, actor.id, requestId],
    ]);
  }
}

function opportunityOf({ id, type, aggregateId, occurredAt, data }: TrellisEvent) {
  if (!type.startsWith('opportunity.') || !changeTypeNames.includes(type)) return undefined;
  const { hostSchoolId } = opportunityShape.parse(data);
  const aggregateType = 'Opportunity';
  const schoolIds = hostSchoolId === null ? [] : [hostSchoolId];
  return {
    id,
    type,
    aggregateType,
    aggregateId,
    occurredAt,
    data: { schoolIds },
  } satisfies PassedOn;
}

/** What was booked, lent or swapped is nobody’s appointment. */
function appointmentOf({ id, type: told, aggregateId, occurredAt, data }: TrellisEvent) {
  const type = appointments.get(told);
  if (type === undefined) return undefined;
  const { personId, opportunityId, homeSchoolId, hostSchoolId } = placementShape.parse(data);
  if (opportunityId === null) return undefined;
  const schoolIds = [homeSchoolId, hostSchoolId].filter((school) => school !== null);
  return {
    ...{ id, type, aggregateType: 'Placement', aggregateId, occurredAt },
    data: { personId, opportunityId, schoolIds },
  } satisfies PassedOn;
}

const passOnSql = `
  WITH written AS (
    INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                       request_id, occurred_at)
    SELECT $1, (told ->> 'id')::uuid, told ->> 'type', told ->> 'aggregateType',
           (told ->> 'aggregateId')::uuid, told -> 'data', $3, $4, $5,
           (told ->> 'occurredAt')::timestamptz
      FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS list (told, place) ORDER BY place
    RETURNING 1)
  SELECT app.wake_delivery() FROM (SELECT count(*) FROM written) AS all_written`;
