import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { ManagerService } from '../manager/manager.service.ts';
import type { ManagerLinkRecord } from '../manager/manager.types.ts';
import type { Origin, RowResult } from './record-batch.ts';
import {
  managerRefusedSql,
  managersSettledSql,
  managersToldSql,
  managersUnknownSql,
} from './staff-record.queries.ts';
import { dayAfter } from './told-values.ts';

interface ManagerTold {
  readonly recordId: string;
  readonly externalId: string;
  readonly personId: string;
  readonly managerId: string | null;
  readonly toldAt: Date;
  readonly linkId: string | null;
  readonly linkManagerId: string | null;
  readonly linkStartsOn: string | null;
  readonly linkEndsOn: string | null;
}

/** What becomes of the link that holds, and the link that is to hold. */
interface Succession {
  readonly told: ManagerTold;
  readonly held: ManagerLinkRecord | null;
  readonly links: readonly ManagerLinkRecord[];
}

interface Resolved {
  readonly results: readonly RowResult[];
  readonly personIds: readonly string[];
}

const code = 'MANAGER_CYCLE';
const message = 'The line managers would go in a circle: this one was not set.';

/** Makes the line managers that sources name true, as soon as both sides are known. */
export class ManagersTold {
  readonly #db: Database;
  readonly #managers: ManagerService;

  constructor(db: Database) {
    this.#db = db;
    this.#managers = new ManagerService(db);
  }

  /**
   * Links those whose manager is known by now. A link that would close a circle is not made, and tried
   * again when the source is heard of again; the row of the sync says so.
   *
   * @returns who was linked, and the results with what is to be said about managers.
   */
  async resolve(
    viewer: Viewer,
    { syncId, source, instanceId }: Origin,
    results: readonly RowResult[],
  ): Promise<Resolved> {
    const { trustId } = viewer;
    const told = await this.#db.rows<ManagerTold>(managersToldSql, [trustId, source, instanceId]);
    if (told.length === 0) return { results, personIds: [] };
    const successions = told.map(successionOf);
    const links = successions.flatMap((succession) => succession.links);
    const refused = await this.#record(viewer, successions, links);
    const settled = told.filter(({ recordId }) => !refused.has(recordId));
    const settledIds = settled.map(({ recordId }) => recordId);
    await this.#db.rows(managersSettledSql, [trustId, settledIds]);
    const circular = new Set(
      told.filter(({ recordId }) => refused.has(recordId)).map(({ externalId }) => externalId),
    );
    const personIds = settled.map(({ personId }) => personId);
    if (circular.size === 0) return { results, personIds };
    await this.#db.rows(managerRefusedSql, [trustId, syncId, [...circular], code, message]);
    const field = 'lineManagerExternalId';
    const said = results.map((result) =>
      circular.has(result.externalId) ? { ...result, code, field, message } : result,
    );
    return { results: said, personIds };
  }

  /** Notes those whose manager the source has not told of. */
  async noteUnknown({ trustId }: Viewer, { source, instanceId }: Origin): Promise<void> {
    await this.#db.rows(managersUnknownSql, [trustId, source, instanceId]);
  }

  /** @returns ids of records whose link was refused; the link that they had stands. */
  async #record(
    viewer: Viewer,
    successions: readonly Succession[],
    links: readonly ManagerLinkRecord[],
  ): Promise<ReadonlySet<string>> {
    if (links.length === 0) return new Set();
    const report = await this.#managers.record(viewer, links);
    const refused = new Set(report.refused.map(({ id }) => id));
    const failed = successions.filter((one) => one.links.some(({ id }) => refused.has(id)));
    const standing = failed.flatMap(({ held }) => held ?? []);
    if (standing.length > 0) await this.#managers.record(viewer, standing);
    return new Set(failed.map(({ told }) => told.recordId));
  }
}

function successionOf(told: ManagerTold): Succession {
  const { personId, managerId, linkId, linkManagerId, linkStartsOn, linkEndsOn } = told;
  const day = londonDay(told.toldAt);
  const next = (startsOn: string) =>
    managerId === null ? [] : [{ id: newId(), personId, managerId, startsOn, endsOn: null }];
  if (linkId === null || linkManagerId === null || linkStartsOn === null) {
    return { told, held: null, links: next(day) };
  }
  const held = {
    ...{ id: linkId, personId, managerId: linkManagerId },
    ...{ startsOn: linkStartsOn, endsOn: linkEndsOn },
  };
  if (linkManagerId === managerId && linkEndsOn === null) return { told, held, links: [] };
  if (linkStartsOn < day) {
    return { told, held, links: [{ ...held, endsOn: day }, ...next(day)] };
  }
  const links =
    managerId === null
      ? [{ ...held, endsOn: dayAfter(linkStartsOn) }]
      : [{ ...held, managerId, endsOn: null }];
  return { told, held, links };
}
