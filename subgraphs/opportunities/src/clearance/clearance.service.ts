import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { latestClearances } from './clearance.queries.ts';
import {
  type Clearance,
  ClearanceOutcome,
  type ClearancePolicy,
  ClearanceSource,
  type RecordClearanceInput,
  type SetClearancePolicyInput,
} from './clearance.types.ts';

/** What schools know of each other's checks, so that none is made twice within the trust. */
export class ClearanceService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Records what is known of one check of a person. What was known before stays on record.
   *
   * @throws NOT_FOUND when the viewer's trust has no such person.
   * @throws FORBIDDEN unless the viewer answers for a school of theirs, or one that expects them.
   * @throws BAD_USER_INPUT when what is said does not fit together.
   */
  record(viewer: Viewer, input: RecordClearanceInput) {
    const { personId, check, outcome, source } = input;
    const record = async () => {
      await this.refuseOthers(viewer, personId);
      const unclear = this.unclear(input);
      if (unclear) throw badUserInput(unclear);
      const id = newId();
      const byTrust = source === ClearanceSource.TRUST ? viewer.personId : null;
      await this.db.rows(recordSql, [
        ...[viewer.trustId, id, personId, check, outcome, source, input.confirmedBy ?? null],
        ...[input.checkedOn ?? null, byTrust, input.validTo ?? null, this.now(), viewer.personId],
      ]);
      return this.find(viewer, personId, id);
    };
    const again = (id: string) => this.find(viewer, personId, id);
    return this.idempotency.once(viewer, 'recordClearance', input, record, again);
  }

  /**
   * Sets which checks one kind of placement asks for beside the least.
   *
   * @throws FORBIDDEN unless the viewer answers for all schools.
   */
  setPolicy(viewer: Viewer, input: SetClearancePolicyInput) {
    if (!viewer.allPlaces) throw forbidden('Only those who answer for all schools set policies.');
    const { kind, checks } = input;
    const find = () => this.policy(viewer, kind);
    const set = async () => {
      await this.db.rows(policySql, [
        ...[viewer.trustId, newId(), kind, checks, this.now(), viewer.personId],
      ]);
      return find();
    };
    return this.idempotency.once(viewer, 'setClearancePolicy', input, set, find);
  }

  private unclear({ outcome, source, confirmedBy, checkedOn, validTo }: RecordClearanceInput) {
    const isOwn = source === ClearanceSource.TRUST;
    const isAsked = outcome === ClearanceOutcome.ASKED;
    if (isOwn && isAsked) return 'The trust does not ask itself: record what it holds.';
    if (isOwn === (confirmedBy != null)) {
      return 'confirmedBy names the other trust or agency, and is not given for the trust itself.';
    }
    if (isAsked === (checkedOn != null)) {
      return 'checkedOn says when the check was made; what is only asked for has none.';
    }
    if (checkedOn != null && checkedOn > londonDay(this.now())) {
      return 'A check was made today or before.';
    }
    const isOver = checkedOn != null && validTo != null && validTo < checkedOn;
    return isOver ? 'A check is valid from the day on which it was made.' : undefined;
  }

  private async refuseOthers({ trustId, allPlaces, placeIds }: Viewer, personId: string) {
    const known = await this.db.rows<{ isTheirs: boolean }>(reachSql, [
      ...[trustId, isId(personId) ? personId : null, placeIds, allPlaces],
    ]);
    const [found] = known;
    if (!found) throw notFound('person');
    if (!found.isTheirs) throw forbidden('The heads of a person’s schools record their checks.');
  }

  private async find(viewer: Viewer, personId: string, id: string): Promise<Clearance> {
    const found = await latestClearances(this.db, viewer, [personId], id);
    const [clearance] = found;
    if (!clearance) throw notFound('clearance');
    return clearance;
  }

  private async policy({ trustId }: Viewer, kind: string): Promise<ClearancePolicy> {
    const [found] = await this.db.rows<ClearancePolicy>(
      'SELECT id, kind, checks FROM clearance_policy WHERE trust_id = $1 AND kind = $2',
      [trustId, kind],
    );
    if (!found) throw notFound('policy');
    return found;
  }
}

const recordSql = `
  INSERT INTO clearance (trust_id, id, person_id, check_code, outcome, source, confirmed_by, checked_on,
                         checked_by_id, valid_to, recorded_at, recorded_by_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

const policySql = `
  INSERT INTO clearance_policy (trust_id, id, kind, checks, set_at, set_by_id)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (trust_id, kind) DO UPDATE SET checks = excluded.checks, set_at = excluded.set_at,
    set_by_id = excluded.set_by_id`;

const reachSql = `
  SELECT $4::boolean
         OR EXISTS (SELECT 1 FROM roster_assignment post
                     WHERE post.trust_id = person.trust_id AND post.person_id = person.id
                       AND post.school_id = ANY ($3::uuid[]))
         OR EXISTS (SELECT 1 FROM placement p
                     WHERE p.trust_id = person.trust_id AND p.person_id = person.id
                       AND p.state IN ('PREPARING', 'SCHEDULED')
                       AND p.host_school_id = ANY ($3::uuid[])) AS "isTheirs"
    FROM roster_person person WHERE person.trust_id = $1 AND person.id = $2`;
