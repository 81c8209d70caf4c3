import { type CalendarEntry, calendarFile } from '@trellis/subgraph-kit/calendar-file';
import type { PlacementRow } from './placement.queries.ts';
import { PlacementState } from './placement-state.types.ts';

const { PREPARING, CANCELLED } = PlacementState;

/** @returns the days of a placement as a calendar file; null when it has no end. */
export function calendarFileOf(placement: PlacementRow, asOf: Date): string | null {
  const entry = calendarEntryOf(placement, asOf);
  return entry && calendarFile([entry]);
}

/** @returns a placement as a calendar shows it; null when it has no end. */
export function calendarEntryOf(placement: PlacementRow, asOf: Date): CalendarEntry | null {
  const { id, purpose, kind, startsOn, endsOn, weekdays, version, state } = placement;
  if (endsOn === null) return null;
  return {
    ...{ uid: `placement-${id}@trellis`, title: purpose ?? kind, description: null },
    ...{ startsOn, endsOn, weekdays, asOf, sequence: version },
    ...{ isCancelled: state === CANCELLED, isFirm: state !== PREPARING },
  };
}
