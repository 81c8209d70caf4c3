import { Outbox } from '@trellis/events/outbox';
import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import type { Joiner } from '../eligibility/eligibility.service.ts';
import { toldWindow, windowsOf } from './fairness-windows.ts';
import { askForAllSql, askForJoinersSql, keepReachSql } from './fairness.queries.ts';
import { DecisionTooEarly } from './fairness.types.ts';

/** What is to be told of an opportunity. */
export interface ToTell {
  readonly id: string;
  readonly title: string;
  readonly summary: string | null;
  readonly toldVersion: number;
}

/** Whom to tell, and the first day on which that would be of no use. */
interface Telling {
  readonly closesOn: string;
  readonly personIds: readonly string[];
}

/** People of one request to people. */
const pageSize = 500;

const aboutShape = z.object({
  about: z.object({ type: z.string(), id: z.uuid(), version: z.number().int() }),
  personId: z.uuid(),
});
const reachedShape = aboutShape.extend({ at: z.string(), channel: z.string() });
const unreachedShape = aboutShape.extend({ reason: z.string() });

/** That everybody is told, and that nothing is decided before they have had their days. */
export class FairnessService {
  constructor(
    private readonly db: Database,
    private readonly now: Clock,
  ) {}

  /** Asks people to tell all whom an opportunity is for of its newest version. */
  async announce(viewer: Viewer, told: ToTell): Promise<void> {
    const version = told.toldVersion;
    const [asked] = await this.db.rows<Telling>(askForAllSql, [
      ...[viewer.trustId, told.id, version, this.now()],
    ]);
    const kind = version === 1 ? 'OPPORTUNITY_PUBLISHED' : 'OPPORTUNITY_CHANGED';
    if (asked) await this.ask(viewer, kind, [{ ...told, ...asked }]);
  }

  /** Asks people to tell those who became eligible while it is open. */
  async announceTo(viewer: Viewer, joiners: readonly Joiner[]): Promise<void> {
    if (joiners.length === 0) return;
    const asked = await this.db.rows<ToTell & Telling>(askForJoinersSql, [
      viewer.trustId,
      joiners.map(({ opportunityId }) => opportunityId),
      joiners.map(({ personId }) => personId),
      this.now(),
    ]);
    await this.ask(viewer, 'OPPORTUNITY_PUBLISHED', asked);
  }

  /** Keeps what people tells of notices; of one notice the last word holds. */
  async take({ trustId }: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    const told = new Map(
      events.flatMap((event) => {
        const one = reachTold(event);
        return one ? [[`${one.opportunityId} ${one.version} ${one.personId}`, one] as const] : [];
      }),
    );
    if (told.size === 0) return;
    await this.db.rows(keepReachSql, [trustId, JSON.stringify([...told.values()])]);
  }

  /** @returns why the opportunity cannot be decided today; undefined when it can. */
  async tooEarly(viewer: Viewer, opportunityId: string): Promise<DecisionTooEarly | undefined> {
    const [row] = await windowsOf(this.db, viewer, [opportunityId]);
    if (!row) return undefined;
    const window = toldWindow(row, viewer, this.now());
    const holds = window.earliestDecisionOn === null || window.blockers.some((one) => one.holds);
    return holds ? new DecisionTooEarly(window) : undefined;
  }

  private ask(viewer: Viewer, kind: string, all: readonly (ToTell & Telling)[]): Promise<void> {
    const drafts = all.flatMap((told) =>
      pagesOf(told.personIds).map((personIds, index, { length: pages }) => ({
        type: 'opportunity.notice_requested',
        aggregateType: 'Opportunity',
        aggregateId: told.id,
        data: { ...requestOf(told), kind, personIds, page: index + 1, pages },
      })),
    );
    return new Outbox(this.db).append(viewer, drafts);
  }
}

function requestOf({ id, title, summary, closesOn, toldVersion }: ToTell & Telling) {
  return {
    opportunityId: id,
    version: toldVersion,
    title: title.replace(/\p{Cc}/gu, ' '),
    text: summary ?? '',
    closesOn,
  };
}

function pagesOf(ids: readonly string[]): string[][] {
  const pages: string[][] = [];
  for (let from = 0; from < ids.length; from += pageSize) {
    pages.push(ids.slice(from, from + pageSize));
  }
  return pages;
}

function reachTold({ type, data }: TrellisEvent) {
  if (type === 'notice.reached') {
    const { about, personId, at, channel } = reachedShape.parse(data);
    return about.type === 'Opportunity'
      ? { ...subjectOf(about), personId, reachedAt: at, channel, reason: null }
      : undefined;
  }
  if (type !== 'notice.unreached') return undefined;
  const { about, personId, reason } = unreachedShape.parse(data);
  return about.type === 'Opportunity'
    ? { ...subjectOf(about), personId, reachedAt: null, channel: null, reason }
    : undefined;
}

const subjectOf = ({ id, version }: { readonly id: string; readonly version: number }) => ({
  ...{ opportunityId: id, version },
});
