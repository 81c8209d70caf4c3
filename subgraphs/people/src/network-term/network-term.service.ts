import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { NetworkLeadingService } from './network-leading.service.ts';
import {
  appointSql,
  endTermSql,
  type TermRow,
  termsInTheWaySql,
  termSql,
} from './network-term.queries.ts';
import {
  type AppointToNetworkInput,
  type EndNetworkTermInput,
  NotAMember,
  TermsOverlap,
} from './network-term.types.ts';

type NotAppointed = TermsOverlap | NotAMember;

/** Says who leads a network, and for how long. */
export class NetworkTermService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly leading: NetworkLeadingService,
  ) {}

  /**
   * Gives a member a term as lead or deputy. Whoever leads a network hands it on; where nobody does,
   * those who look after networks do.
   *
   * @throws NOT_FOUND, FORBIDDEN
   */
  appoint(viewer: Viewer, input: AppointToNetworkInput): Promise<TermRow | NotAppointed> {
    const { networkId, personId, role, startsOn, endsOn } = input;
    if (startsOn < londonDay()) throw badUserInput('startsOn is not a day that has passed.');
    if (endsOn <= startsOn) throw badUserInput('endsOn is after startsOn.');
    const recall = (id: string) => this.#found(viewer, id);
    const work = async () => {
      await this.leading.hold(viewer, networkId); // terms of one network are given in turn
      await this.leading.mustLead(viewer, networkId);
      const membershipId = await this.leading.membershipOf(viewer, networkId, personId);
      if (membershipId === undefined) return new NotAMember();
      const term = [networkId, role, startsOn, endsOn];
      const [inTheWay] = await this.db.rows<TermRow>(termsInTheWaySql, [viewer.trustId, ...term]);
      if (inTheWay) return new TermsOverlap(inTheWay);
      const id = newId();
      await this.db.rows(appointSql, [
        ...[viewer.trustId, id, networkId, membershipId, role, startsOn, endsOn],
      ]);
      return recall(id);
    };
    return this.idempotency.once<TermRow, NotAppointed>(
      viewer,
      'appointToNetwork',
      input,
      work,
      recall,
    );
  }

  /** Ends a term on another day than was said. @throws NOT_FOUND, FORBIDDEN */
  end(viewer: Viewer, input: EndNetworkTermInput): Promise<TermRow> {
    const { id, endsOn } = input;
    const recall = () => this.#found(viewer, id);
    const work = async () => {
      const term = await this.#found(viewer, id);
      await this.leading.hold(viewer, term.networkId);
      await this.leading.mustLead(viewer, term.networkId);
      if (endsOn < londonDay() || endsOn <= term.startsOn) {
        throw badUserInput('endsOn is today or later, and after the term began.');
      }
      if (term.endsOn !== null && endsOn > term.endsOn) {
        throw badUserInput('endsOn is no later than it was: appoint them again instead.');
      }
      await this.db.rows(endTermSql, [viewer.trustId, id, endsOn]);
      return recall();
    };
    return this.idempotency.once<TermRow>(viewer, 'endNetworkTerm', input, work, recall);
  }

  async #found({ trustId }: Viewer, id: string): Promise<TermRow> {
    const [found] = await this.db.rows<TermRow>(termSql, [trustId, idOrNone(id)]);
    if (!found) throw notFound('term of office');
    return found;
  }
}
