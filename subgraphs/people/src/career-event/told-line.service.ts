import {
  careerLineChangedType,
  careerLineGoneShape,
  careerLineShape,
} from '@trellis/events/career-line';
import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** Keeps the lines of career records that other subgraphs tell of. */
export class ToldLineService {
  constructor(private readonly db: Database) {}

  /**
   * Makes lines what they are told to be. Of each the latest event stands, whatever the order in which
   * they come and however often; what the person says of it stays beside it.
   *
   * @param source the subgraph that tells of them.
   * @param events of the types of `careerLineTypes` alone.
   * @throws ZodError for one that tells of no line.
   */
  async record(viewer: Viewer, source: string, events: readonly TrellisEvent[]): Promise<void> {
    if (events.length === 0) return;
    const told = events.map(({ aggregateId: id, sequence, type, occurredAt, data }) =>
      type === careerLineChangedType
        ? { ...careerLineShape.parse(data), id, sequence }
        : {
            ...careerLineGoneShape.parse(data),
            ...{ id, sequence, takenBackOn: londonDay(new Date(occurredAt)) },
          },
    );
    await this.db.rows('SELECT record_career_lines($1, $2, $3)', [
      ...[viewer.trustId, source, JSON.stringify(told)],
    ]);
  }
}
