import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  alliancesById,
  type AllianceRow,
  endAgreementsSql,
  openAllianceSql,
  sayAllianceSql,
} from './alliance.queries.ts';
import {
  AllianceEnded,
  type AllianceInput,
  AllianceOpen,
  AllianceState,
  type ProposeAllianceInput,
} from './alliance.types.ts';

/** Lets two trusts agree to work together, and stop. */
export class AllianceService {
  readonly #outbox: Outbox;

  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {
    this.#outbox = new Outbox(db);
  }

  /**
   * Proposes an alliance to whichever trust has the number. Whether there is such a trust here is not
   * told: nobody learns by proposing who uses the product.
   */
  propose(viewer: Viewer, input: ProposeAllianceInput): Promise<AllianceRow | AllianceOpen> {
    const { uid, purpose } = input;
    const recall = (id: string) => this.#found(viewer, id);
    const work = async () => {
      const [own] = await this.db.rows<{ uid: string }>('SELECT uid FROM trust WHERE id = $1', [
        viewer.trustId,
      ]);
      if (own?.uid === uid) throw badUserInput('uid is the number of another trust.');
      await this.#holdPair([own?.uid ?? '', uid]);
      const [open] = await this.db.rows<AllianceRow>(openAllianceSql, [viewer.trustId, uid]);
      if (open) return new AllianceOpen(open);
      await this.#end(viewer, uid); // what the other side has ended already
      const id = newId();
      await this.db.rows(sayAllianceSql, [viewer.trustId, id, uid, purpose, true]);
      return recall(id);
    };
    return this.idempotency.once<AllianceRow, AllianceOpen>(
      viewer,
      'proposeAlliance',
      input,
      work,
      recall,
    );
  }

  /**
   * Agrees to what the other trust proposed; what stands already stays as it is.
   *
   * @throws NOT_FOUND when the viewer's trust is not named in it.
   */
  agree(viewer: Viewer, input: AllianceInput): Promise<AllianceRow | AllianceEnded> {
    const recall = (id: string) => this.#found(viewer, id);
    const work = async () => {
      const alliance = await this.#held(viewer, input.id);
      if (alliance.state === AllianceState.ENDED) return new AllianceEnded();
      if (alliance.state !== AllianceState.PROPOSED_TO_US) return alliance;
      await this.#end(viewer, alliance.uid); // a proposal of ours that crossed theirs
      await this.#say(viewer, alliance, true);
      await this.#tell(viewer, alliance, true);
      return recall(alliance.id);
    };
    return this.idempotency.once<AllianceRow, AllianceEnded>(
      viewer,
      'agreeToAlliance',
      input,
      work,
      recall,
    );
  }

  /**
   * Ends an alliance at once, takes a proposal back or declines it; again changes nothing.
   *
   * @throws NOT_FOUND when the viewer's trust is not named in it.
   */
  end(viewer: Viewer, input: AllianceInput): Promise<AllianceRow> {
    const recall = (id: string) => this.#found(viewer, id);
    const work = async () => {
      const alliance = await this.#held(viewer, input.id);
      if (alliance.state === AllianceState.ENDED) return alliance;
      if (alliance.state === AllianceState.PROPOSED_TO_US) await this.#say(viewer, alliance, false);
      await this.#end(viewer, alliance.uid);
      if (alliance.state === AllianceState.STANDS) await this.#tell(viewer, alliance, false);
      return recall(alliance.id);
    };
    return this.idempotency.once<AllianceRow>(viewer, 'endAlliance', input, work, recall);
  }

  async #say({ trustId }: Viewer, { id, uid, purpose }: AllianceRow, wants: boolean) {
    await this.db.rows(sayAllianceSql, [trustId, id, uid, purpose, wants]);
  }

  async #end({ trustId }: Viewer, uid: string): Promise<void> {
    await this.db.rows(endAgreementsSql, [trustId, uid]);
  }

  /** The other subgraphs learn of the alliance from whoever of the two made or ended it. */
  #tell(viewer: Viewer, { id, otherTrustId }: AllianceRow, stands: boolean): Promise<void> {
    const aggregate = { aggregateType: 'Alliance', aggregateId: id };
    const data = { alliedTrustId: otherTrustId, stands };
    return this.#outbox.append(viewer, [{ type: 'alliance.changed', ...aggregate, data }]);
  }

  /** The alliance, with both sides' changes waiting until this one is done. */
  async #held(viewer: Viewer, id: string): Promise<AllianceRow> {
    const { uid } = await this.#found(viewer, id);
    const [own] = await this.db.rows<{ uid: string }>('SELECT uid FROM trust WHERE id = $1', [
      viewer.trustId,
    ]);
    await this.#holdPair([own?.uid ?? '', uid]);
    return this.#found(viewer, id);
  }

  async #holdPair(uids: readonly string[]): Promise<void> {
    const pair = `alliance ${[...uids].sort().join(' ')}`;
    await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [pair]);
  }

  async #found(viewer: Viewer, id: string): Promise<AllianceRow> {
    const [found] = await alliancesById(this.db, viewer, [id]);
    if (!found) throw notFound('alliance');
    return found;
  }
}
