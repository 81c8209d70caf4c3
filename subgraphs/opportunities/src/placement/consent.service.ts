import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type AnswerPlacementInput,
  NotAsked,
  PlacementNotChangeable,
  ReasonMissing,
} from './placement-change.types.ts';
import {
  answersFor,
  foundPlacement,
  heldPlacement,
  type PartyRow,
  partiesOf,
  type PlacementRow,
} from './placement.queries.ts';
import { PlacementState } from './placement-state.types.ts';

/** Whether those agree who must. */
export class ConsentService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Keeps what somebody answers for themselves, or as the head of a school. They may think again until
   * the placement is scheduled; the last answer holds and all are kept.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `heldPlacement` does, and FORBIDDEN for whoever answers
   *   for a school on their own placement.
   */
  answer(viewer: Viewer, input: AnswerPlacementInput) {
    const { id, agrees, schoolId = null, reason = null } = input;
    const today = londonDay(this.now());
    const answer = async () => {
      const placement = await heldPlacement(this.db, viewer, today, input);
      if (placement.state !== PlacementState.PREPARING) {
        return new PlacementNotChangeable(placement.state);
      }
      const party = await this.partyOf(viewer, placement, schoolId);
      if (!party) return new NotAsked();
      if (!agrees && reason === null) return new ReasonMissing();
      await this.db.rows(answerSql, [
        ...[viewer.trustId, party.id, id, agrees, reason, this.now(), viewer.personId],
      ]);
      return foundPlacement(this.db, viewer, today, id);
    };
    const again = () => foundPlacement(this.db, viewer, today, id);
    return this.idempotency.once(viewer, 'answerPlacement', input, answer, again);
  }

  private async partyOf(
    viewer: Viewer,
    { id, personId }: PlacementRow,
    schoolId: string | null,
  ): Promise<PartyRow | undefined> {
    const isOwn = personId === viewer.personId;
    if (schoolId !== null && isOwn) {
      throw forbidden('Somebody else answers for a school on one’s own placement.');
    }
    if (schoolId === null ? !isOwn : !answersFor(viewer, schoolId)) return undefined;
    const parties = await partiesOf(this.db, viewer, id);
    return parties.find((party) => party.schoolId === schoolId);
  }
}

const answerSql = `
  INSERT INTO placement_consent (trust_id, party_id, number, placement_id, agrees, reason, given_at,
                                 given_by_id)
  SELECT $1, $2, count(*) + 1, $3, $4, $5, $6, $7
    FROM placement_consent WHERE trust_id = $1 AND party_id = $2`;
