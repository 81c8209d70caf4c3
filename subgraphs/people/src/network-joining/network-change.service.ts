import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { subjects } from '../assignment/staff-role.codes.ts';
import { fold } from '../fold.ts';
import type { NetworkLeadingService } from '../network-term/network-leading.service.ts';
import { changeNetworkSql, createNetworkSql } from './network-joining.queries.ts';
import type { ChangeNetworkInput, CreateNetworkInput } from './network-joining.types.ts';

/** The row is read by the resolver’s loader, as whoever asks may see it. */
type Changed = { readonly id: string };

/** Makes networks and says what they are. */
export class NetworkChangeService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly leading: NetworkLeadingService,
  ) {}

  create(viewer: Viewer, input: CreateNetworkInput): Promise<Changed> {
    const columns = columnsOf(input);
    const work = async () => {
      const id = newId();
      await this.db.rows(createNetworkSql, [viewer.trustId, id, ...columns]);
      return { id };
    };
    const recall = (id: string) => this.leading.hold(viewer, id);
    return this.idempotency.once<Changed>(viewer, 'createNetwork', input, work, recall);
  }

  /**
   * Says what a network is from now on; its lead and deputy do, and those who look after networks.
   *
   * @throws NOT_FOUND, FORBIDDEN
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  change(viewer: Viewer, input: ChangeNetworkInput): Promise<Changed> {
    const { id, version } = input;
    const columns = columnsOf(input);
    const recall = () => this.leading.hold(viewer, id);
    const work = async () => {
      const { version: currentVersion } = await recall();
      await this.leading.mustLead(viewer, id);
      if (version !== currentVersion) {
        throw new Fault('CONFLICT', 'The network was changed since it was read.', {
          currentVersion,
        });
      }
      await this.db.rows(changeNetworkSql, [viewer.trustId, id, ...columns]);
      return { id };
    };
    return this.idempotency.once<Changed>(viewer, 'changeNetwork', input, work, recall);
  }
}

/** @throws BAD_USER_INPUT for a subject that the census has not. */
function columnsOf({ name, purpose, subjectCode, joining }: CreateNetworkInput) {
  if (subjectCode != null && !subjects.has(subjectCode)) {
    throw badUserInput('subjectCode is a census subject code.');
  }
  const folded = [fold(name), purpose, fold(`${name} ${purpose}`)];
  return [name, ...folded, subjectCode ?? null, joining];
}
