import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type AgreePlacementEndingInput,
  type CancelPlacementInput,
  type MovePlacementInput,
  NotAsked,
  PlacementDaysUnclear,
  PlacementIncomplete,
  PlacementNotChangeable,
  type ProposePlacementEndingInput,
} from './placement-change.types.ts';
import { PlacementNews } from './placement-news.ts';
import {
  answersFor,
  foundPlacement,
  heldPlacement,
  missingParts,
  partiesOf,
  withAgreementSql,
} from './placement.queries.ts';
import { PlacementState } from './placement-state.types.ts';

const { PREPARING, SCHEDULED, ACTIVE, SUSPENDED } = PlacementState;

/** Told of placements that were given up, so that others can have what became free. */
export type WhenFreed = (viewer: Viewer, placementIds: readonly string[]) => Promise<void>;

/** When placements become firm, and how they end before their time: all of an agreement at once. */
export class SchedulingService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
    private readonly whenFreed: WhenFreed,
  ) {}

  /**
   * Makes a placement firm, with all of its agreement, once nothing is missing of any.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `heldPlacement` does.
   */
  schedule(viewer: Viewer, input: MovePlacementInput) {
    const { id } = input;
    const schedule = async () => {
      const { state } = await heldPlacement(this.db, viewer, this.today(), input);
      if (state !== PREPARING) return new PlacementNotChangeable(state);
      const missing = await missingParts(this.db, viewer, id);
      if (missing.length > 0) return new PlacementIncomplete(missing);
      await this.move(viewer, id, 'SCHEDULED', 'placement.scheduled');
      return this.find(viewer, id);
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'schedulePlacement', input, schedule, again);
  }

  /** Gives up what has not begun, with all of its agreement. @throws as `schedule` does. */
  cancel(viewer: Viewer, input: CancelPlacementInput) {
    const { id, reason } = input;
    const cancel = async () => {
      const { state } = await heldPlacement(this.db, viewer, this.today(), input);
      if (state !== PREPARING && state !== SCHEDULED) return new PlacementNotChangeable(state);
      await this.keepEnding(viewer, id, null, reason);
      await this.move(viewer, id, 'CANCELLED', 'placement.cancelled');
      return this.find(viewer, id);
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'cancelPlacement', input, cancel, again);
  }

  /**
   * Proposes that a placement ends before its time. A head who proposes it agrees for their school.
   *
   * @throws as `schedule` does.
   */
  proposeEnding(viewer: Viewer, input: ProposePlacementEndingInput) {
    const { id, endsOn, reason } = input;
    const propose = async () => {
      const placement = await heldPlacement(this.db, viewer, this.today(), input);
      const { state, startsOn } = placement;
      if (state !== ACTIVE && state !== SUSPENDED) return new PlacementNotChangeable(state);
      const isEarly = placement.endsOn === null || endsOn < placement.endsOn;
      if (endsOn <= startsOn || !isEarly) return new PlacementDaysUnclear();
      const endingId = await this.keepEnding(viewer, id, endsOn, reason);
      for (const { id: partyId, schoolId } of await partiesOf(this.db, viewer, id)) {
        if (schoolId === null || !viewer.placeIds.includes(schoolId)) continue;
        if (placement.personId === viewer.personId) continue;
        await this.agree(viewer, { endingId, partyId, id });
      }
      await this.endOnceAgreed(viewer, id, endingId);
      return this.find(viewer, id);
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'proposePlacementEnding', input, propose, again);
  }

  /**
   * Agrees, for a school, to an end before its time. It ends so once all heads have.
   *
   * @throws NOT_FOUND when the viewer may see no such proposal.
   */
  agreeEnding(viewer: Viewer, input: AgreePlacementEndingInput) {
    const { endingId, schoolId } = input;
    const agree = async () => {
      const { placementId: id } = await this.ending(viewer, endingId);
      const { state, personId } = await heldPlacement(this.db, viewer, this.today(), { id });
      if (state !== ACTIVE && state !== SUSPENDED) return new PlacementNotChangeable(state);
      const parties = await partiesOf(this.db, viewer, id);
      const party = parties.find((one) => one.schoolId === schoolId);
      if (!party || !answersFor(viewer, schoolId) || personId === viewer.personId) {
        return new NotAsked();
      }
      await this.agree(viewer, { endingId, partyId: party.id, id });
      await this.endOnceAgreed(viewer, id, endingId);
      return this.find(viewer, id);
    };
    const again = (id: string) => this.find(viewer, id);
    return this.idempotency.once(viewer, 'agreePlacementEnding', input, agree, again);
  }

  /** Ends what somebody does elsewhere who has left the trust, with all of its agreement. */
  async endOfLeavers(viewer: Viewer, personIds: readonly string[]): Promise<void> {
    if (personIds.length === 0) return;
    const ended = await this.db.rows<{ id: string }>(leaverSql, [
      ...[viewer.trustId, personIds, this.today()],
    ]);
    await this.tell(viewer, 'placement.ended', ended);
  }

  /**
   * Ends placements on a day, because what they are for ends, whoever asks; the caller knows that they
   * may. What has not begun by then is given up.
   */
  async endAll(viewer: Viewer, ids: readonly string[], endsOn: string): Promise<void> {
    const ended = await this.db.rows<{ id: string }>(endAllSql, [viewer.trustId, ids, endsOn]);
    await this.tell(viewer, 'placement.ended', ended);
  }

  /** Gives up placements that have not begun, whoever asks; the caller knows that they may. */
  async giveUp(viewer: Viewer, ids: readonly string[]): Promise<void> {
    const given = await this.db.rows<{ id: string }>(giveUpSql, [viewer.trustId, ids]);
    await this.tell(viewer, 'placement.cancelled', given);
  }

  private today(): string {
    return londonDay(this.now());
  }

  private find(viewer: Viewer, id: string) {
    return foundPlacement(this.db, viewer, this.today(), id);
  }

  private async move(viewer: Viewer, id: string, state: string, news: string): Promise<void> {
    const moved = await this.db.rows<{ id: string }>(moveSql, [
      ...[viewer.trustId, id, state, this.now()],
    ]);
    await this.tell(viewer, news, moved);
  }

  private async tell(viewer: Viewer, news: string, moved: readonly { readonly id: string }[]) {
    const ids = moved.map(({ id }) => id);
    await new PlacementNews(this.db).tell(viewer, news, ids);
    if (news !== 'placement.scheduled') await this.whenFreed(viewer, ids);
  }

  /** @param endsOn null when what has not begun is given up. */
  private async keepEnding(viewer: Viewer, id: string, endsOn: string | null, reason: string) {
    const endingId = newId();
    await this.db.rows(
      `INSERT INTO placement_ending (trust_id, id, placement_id, ends_on, reason, proposed_at,
                                     proposed_by_id)
       SELECT $1, $2, id, coalesce($4, starts_on), $5, $6, $7 FROM placement
        WHERE trust_id = $1 AND id = $3`,
      [viewer.trustId, endingId, id, endsOn, reason, this.now(), viewer.personId],
    );
    return endingId;
  }

  private async agree(
    viewer: Viewer,
    { endingId, partyId, id }: { endingId: string; partyId: string; id: string },
  ): Promise<void> {
    await this.db.rows(
      `INSERT INTO placement_ending_answer (trust_id, ending_id, party_id, placement_id, agreed_at,
                                            agreed_by_id)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [viewer.trustId, endingId, partyId, id, this.now(), viewer.personId],
    );
  }

  private async endOnceAgreed(viewer: Viewer, id: string, endingId: string): Promise<void> {
    const ended = await this.db.rows<{ id: string }>(endSql, [viewer.trustId, id, endingId]);
    await this.tell(viewer, 'placement.ended', ended);
  }

  private async ending({ trustId }: Viewer, id: string): Promise<{ placementId: string }> {
    const [found] = await this.db.rows<{ placementId: string }>(
      `SELECT placement_id AS "placementId" FROM placement_ending WHERE trust_id = $1 AND id = $2`,
      [trustId, isId(id) ? id : null],
    );
    if (!found) throw notFound('early end');
    return found;
  }
}

const moveSql = `
  WITH moved AS (
  UPDATE placement SET state = $3, version = placement.version + 1,
         scheduled_at = CASE WHEN $3 = 'SCHEDULED' THEN $4::timestamptz ELSE placement.scheduled_at END
    FROM ${withAgreementSql} AS leg
   WHERE placement.trust_id = leg.trust_id AND placement.id = leg.id
  RETURNING placement.id)
  SELECT id FROM moved`;

/** All of an agreement, as far as each has begun: what has not is cancelled. */
const endingState = (ends: string) => `
  SET state = CASE WHEN placement.starts_on < ${ends} AND placement.state = 'SCHEDULED'
                   THEN 'ENDED_EARLY' ELSE 'CANCELLED' END,
      ends_on = CASE WHEN placement.starts_on < ${ends} AND placement.state = 'SCHEDULED'
                     THEN least(${ends}, placement.ends_on) ELSE placement.ends_on END,
      version = placement.version + 1`;

const endSql = `
  WITH moved AS (
  UPDATE placement ${endingState('proposed.ends_on')}
    FROM ${withAgreementSql} AS leg, placement_ending AS proposed
   WHERE placement.trust_id = leg.trust_id AND placement.id = leg.id
     AND proposed.trust_id = $1 AND proposed.id = $3
     AND NOT EXISTS (SELECT 1 FROM placement_party asked
                      WHERE asked.trust_id = $1 AND asked.placement_id = $2 AND asked.party <> 'PERSON'
                        AND NOT EXISTS (SELECT 1 FROM placement_ending_answer given
                                         WHERE given.trust_id = $1 AND given.ending_id = $3
                                           AND given.party_id = asked.id))
  RETURNING placement.id)
  SELECT id FROM moved`;

const leaverSql = `
  WITH moved AS (
  UPDATE placement ${endingState('$3::date')}
    FROM placement AS gone
    JOIN roster_person AS leaver ON leaver.trust_id = gone.trust_id AND leaver.id = gone.person_id
     AND leaver.status = 'LEFT'
   WHERE gone.trust_id = $1 AND gone.person_id = ANY ($2::uuid[])
     AND gone.state IN ('PREPARING', 'SCHEDULED') AND (gone.ends_on IS NULL OR gone.ends_on > $3::date)
     AND placement.trust_id = gone.trust_id
     AND (placement.id = gone.id OR placement.agreement_id = gone.agreement_id)
     AND placement.state IN ('PREPARING', 'SCHEDULED')
  RETURNING placement.id)
  SELECT id FROM moved`;

const endAllSql = `
  WITH moved AS (
  UPDATE placement ${endingState('$3::date')}
   WHERE trust_id = $1 AND id = ANY ($2::uuid[]) AND state IN ('PREPARING', 'SCHEDULED')
  RETURNING id)
  SELECT id FROM moved`;

const giveUpSql = `
  WITH moved AS (
    UPDATE placement SET state = 'CANCELLED', version = version + 1
     WHERE trust_id = $1 AND id = ANY ($2::uuid[]) AND state IN ('PREPARING', 'SCHEDULED')
    RETURNING id)
  SELECT id FROM moved`;
