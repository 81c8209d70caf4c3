import { Outbox } from '@trellis/events/outbox';
import { badUserInput, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { MoneySurroundings } from '../fund/fund-money.service.ts';
import type { SchemeService } from '../scheme/scheme.service.ts';
import { type RoundRow, roundsById } from './round.queries.ts';
import { type AnnounceStudyRoundInput, RoundTooShort } from './round.types.ts';

/** Ten school days are two weeks at least: no round closes sooner after it opens. */
const leastDays = 14;

/** Announces rounds by the rules that their schemes have on that day. */
export class RoundService {
  constructor(
    private readonly around: MoneySurroundings,
    private readonly schemes: SchemeService,
  ) {}

  /**
   * Announces a round: opportunities is told by event and tells everybody whom it is for.
   *
   * @throws NOT_FOUND when the trust has no such scheme or person.
   * @throws BAD_USER_INPUT when it opens in the past, or keeps more places than it has.
   */
  announce(viewer: Viewer, input: AnnounceStudyRoundInput): Promise<RoundRow | RoundTooShort> {
    const { db, idempotency } = this.around;
    const announce = async () => {
      const round = await this.keep(viewer, input);
      if (round instanceof RoundTooShort) return round;
      const { id, title, opensOn, closesOn, terms } = round;
      const data = { title, opensOn, closesOn, staffGroups: terms.staffGroups };
      const type = 'study_round.announced';
      const draft = { type, aggregateType: 'study_round', aggregateId: id, data };
      await new Outbox(db).append(viewer, [draft]);
      return round;
    };
    return idempotency.once<RoundRow, RoundTooShort>(
      viewer,
      'announceStudyRound',
      input,
      announce,
      (id) => this.find(viewer, id),
    );
  }

  /** Keeps a round of which nobody is told. @throws as `announce` does. */
  async keep(viewer: Viewer, input: AnnounceStudyRoundInput): Promise<RoundRow | RoundTooShort> {
    const { db, clock } = this.around;
    const { title, opensOn, closesOn, places, reserved } = input;
    if (opensOn < londonDay(clock())) throw badUserInput('opensOn is today or later.');
    const kept = reserved.reduce((sum, group) => sum + group.places, 0);
    if (kept > places) throw badUserInput('reserved has no more places than the round.');
    const earliest = daysAfter(opensOn, leastDays);
    if (closesOn < earliest) return new RoundTooShort(earliest);
    const members = await this.#membersOf(viewer, input);
    const { id: schemeId, terms, version } = await this.schemes.find(viewer, input.schemeId);
    const id = newId();
    await db.rows(announceSql, [
      ...[viewer.trustId, id, schemeId, JSON.stringify(terms), version, title],
      ...[opensOn, closesOn, places, JSON.stringify(reserved), members],
    ]);
    return this.find(viewer, id);
  }

  /** @throws NOT_FOUND when the trust has no such round. */
  async find(
    viewer: Viewer,
    id: string,
    lock: '' | 'FOR SHARE' | 'FOR UPDATE' = '',
  ): Promise<RoundRow> {
    const [round] = await roundsById(this.around.db, viewer, [idOrNone(id)], lock);
    if (!round) throw notFound('study round');
    return round;
  }

  async #membersOf(viewer: Viewer, { memberIds }: AnnounceStudyRoundInput): Promise<string[]> {
    const ids = memberIds.map((id) => idOrNone(id).toLowerCase());
    if (viewer.personId !== null && ids.includes(viewer.personId)) {
      throw forbidden('Whoever runs a round does not score in it.');
    }
    const keys = ids.map((id) => ({ type: 'Person' as const, id }));
    const [unknown] = await this.around.people.unknownTo(viewer, keys);
    if (unknown) throw notFound('person');
    return ids;
  }
}

function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

const announceSql = `
  WITH announced AS (
    INSERT INTO study_round (trust_id, id, scheme_id, terms, terms_version, title, opens_on,
                             closes_on, places, reserved)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id)
  INSERT INTO round_member (trust_id, round_id, person_id)
  SELECT $1, announced.id, unnest($11::uuid[]) FROM announced`;
