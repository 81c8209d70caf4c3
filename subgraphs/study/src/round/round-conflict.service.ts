import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { MoneySurroundings } from '../fund/fund-money.service.ts';
import type { DeclareRoundConflictsInput } from './round-conflict.types.ts';
import { type RoundRow, sitsOn } from './round.queries.ts';
import type { RoundService } from './round.service.ts';
import { RoundNotReady, RoundState } from './round.types.ts';

/** Whom members of a panel are close to, and so do not score. */
export class RoundConflictService {
  constructor(
    private readonly around: MoneySurroundings,
    private readonly rounds: RoundService,
  ) {}

  /**
   * Notes whom a member is close to, before anybody’s application is read.
   *
   * @throws NOT_FOUND when the viewer’s trust has no such round or person.
   * @throws FORBIDDEN when the viewer does not score in the round.
   */
  declare(viewer: Viewer, input: DeclareRoundConflictsInput): Promise<RoundRow | RoundNotReady> {
    const { db, people, idempotency, clock } = this.around;
    const declare = async () => {
      const round = await this.rounds.find(viewer, input.roundId, 'FOR SHARE');
      if (!(await sitsOn(db, viewer, round.id))) {
        throw forbidden('Only members of the panel can do this.');
      }
      if (round.state !== RoundState.ANNOUNCED) return new RoundNotReady(round);
      const ids = [...new Set(input.personIds.map((id) => idOrNone(id).toLowerCase()))];
      const keys = ids.map((id) => ({ type: 'Person' as const, id }));
      const unknown = ids.length === 0 ? [] : await people.unknownTo(viewer, keys);
      if (unknown.length > 0) throw notFound('person');
      await db.rows(declareSql, [viewer.trustId, round.id, viewer.personId, ids, clock()]);
      return round;
    };
    const again = (id: string) => this.rounds.find(viewer, id);
    return idempotency.once<RoundRow, RoundNotReady>(
      ...[viewer, 'declareRoundConflicts', input, declare, again],
    );
  }
}

const declareSql = `
  WITH declared AS (
    UPDATE round_member SET declared_at = $5 WHERE trust_id = $1 AND round_id = $2 AND person_id = $3)
  INSERT INTO round_conflict (trust_id, round_id, member_id, person_id)
  SELECT $1, $2, $3, unnest($4::uuid[]) ON CONFLICT DO NOTHING`;
