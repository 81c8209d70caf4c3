import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import {
  type Counts,
  type Part,
  sumOf,
  type ToldCounts,
  withoutSmallNumbers,
} from '@trellis/subgraph-kit/small-numbers';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type AudienceInput, audienceOf } from '../opportunity/audience.types.ts';
import {
  audienceCountsSql,
  dropIneligibleSql,
  dropLaterSql,
  joinLaterSql,
  keepEligibleSql,
  turningSql,
} from './eligibility.queries.ts';
import { type AudiencePreview, WorkingPattern } from './eligibility.types.ts';

interface CountRow {
  readonly eligible: number;
  readonly leftOut: number;
  readonly staffGroup: string;
  readonly isFullTime: boolean;
}

/** Somebody who became eligible for something that is open. */
export interface Joiner {
  readonly opportunityId: string;
  readonly personId: string;
}

/** Whom opportunities are for: kept from the day of publication on, and kept true. */
export class EligibilityService {
  constructor(
    private readonly db: Database,
    private readonly now: Clock,
  ) {}

  /**
   * Keeps whom an opportunity is for as of now; those who are in it already stay as they are. Two
   * statements, however many people.
   */
  async keep({ trustId }: Viewer, opportunityId: string): Promise<void> {
    const now = this.now();
    const asOfNow = [trustId, opportunityId, londonDay(now), now];
    await this.db.rows(dropIneligibleSql, asOfNow);
    await this.db.rows(keepEligibleSql, asOfNow);
  }

  /**
   * Follows changes of staff: who has left drops out of all that is undecided, and who has become
   * eligible joins what is still open.
   *
   * @param events of staff, which the roster has taken already.
   * @returns who joined what.
   */
  follow(viewer: Viewer, events: readonly TrellisEvent[]): Promise<Joiner[]> {
    const changed = events.filter(({ type }) => type.startsWith('person.'));
    return this.followPeople(viewer, [...new Set(changed.map(({ aggregateId }) => aggregateId))]);
  }

  /**
   * The same on a day on which nobody tells of a change: of those whose post or status began or ended by
   * itself, as was known before. Done twice, or a few days late, it comes to the same.
   */
  async followDay(viewer: Viewer): Promise<Joiner[]> {
    const day = [viewer.trustId, londonDay(this.now())];
    const people = await this.db.rows<{ id: string }>(turningSql, day);
    return this.followPeople(
      viewer,
      people.map(({ id }) => id),
    );
  }

  private async followPeople({ trustId }: Viewer, ids: readonly string[]): Promise<Joiner[]> {
    if (ids.length === 0) return [];
    const now = this.now();
    const asOfNow = [trustId, ids, londonDay(now), now];
    await this.db.rows(dropLaterSql, asOfNow);
    return this.db.rows<Joiner>(joinLaterSql, asOfNow);
  }

  /** Tells an author who would be in and who left out, without small numbers. */
  async preview({ trustId }: Viewer, input: AudienceInput): Promise<AudiencePreview> {
    const rule = JSON.stringify(audienceOf(input));
    const today = londonDay(this.now());
    const rows = await this.db.rows<CountRow>(audienceCountsSql, [trustId, rule, today]);
    const { whole, breakdowns } = withoutSmallNumbers([
      parted(rows, ({ staffGroup }) => staffGroup),
      parted(rows, ({ isFullTime }) => (isFullTime ? 'FULL_TIME' : 'PART_TIME')),
    ]);
    const [byGroup = [], byPattern = []] = breakdowns;
    return {
      ...toldOf(whole),
      byStaffGroup: byGroup.map(({ name, counts }) => ({ staffGroup: name, ...toldOf(counts) })),
      byWorkingPattern: byPattern.map(({ name, counts }) => ({
        workingPattern: name === 'FULL_TIME' ? WorkingPattern.FULL_TIME : WorkingPattern.PART_TIME,
        ...toldOf(counts),
      })),
    };
  }
}

function parted(rows: readonly CountRow[], nameOf: (row: CountRow) => string): Part<Counts>[] {
  const groups = Map.groupBy(rows, nameOf);
  return [...groups].map(([name, some]) => ({
    name,
    counts: sumOf(
      some.map(({ eligible, leftOut }) => ({
        name,
        counts: { inside: eligible, outside: leftOut },
      })),
    ),
  }));
}

const toldOf = ({ inside, outside }: ToldCounts) => ({ eligible: inside, leftOut: outside });
