import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { windowsSql } from './fairness.queries.ts';
import { type FairnessWindow, type WindowBlocker, WindowBlockerCode } from './fairness.types.ts';

/** What the database counted of an opportunity. */
export interface WindowRow {
  readonly id: string;
  readonly opensOn: string | null;
  readonly closesOn: string | null;
  readonly earliestOn: string | null;
  readonly daysOverOn: string | null;
  readonly eligible: number;
  readonly told: number;
  readonly withoutCalendar: number;
  /** Published here, so that it is known whom it is for; not brought in from elsewhere. */
  readonly isToldHere: boolean;
}

/** Counts the windows of opportunities in one statement. */
export function windowsOf(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<WindowRow[]> {
  return db.rows<WindowRow>(windowsSql, [trustId, ids]);
}

/** @returns the window as it is told to the viewer at an instant. */
export function toldWindow(row: WindowRow, viewer: Viewer, now: Date): FairnessWindow {
  const today = londonDay(now);
  const { opensOn, earliestOn } = row;
  const isOver = earliestOn !== null && earliestOn <= today;
  const blockers = isOver ? [] : blockersOf(row, today);
  const seesPeople = viewer.scopes.has('opportunity:publish');
  return {
    opensOn: row.earliestOn === null && row.eligible === 0 ? null : opensOn,
    earliestDecisionOn: earliestOn,
    blockers: seesPeople ? blockers : blockers.map(withoutPeople),
  };
}

const withoutPeople = ({ code, message, holds }: WindowBlocker): WindowBlocker => ({
  ...{ code, message, people: null, holds },
});

const { NOT_PUBLISHED, STILL_OPEN, PEOPLE_UNREACHED, DAYS_NOT_OVER } = WindowBlockerCode;
const { CLOSES_TOO_SOON, NO_CALENDAR, NOBODY_ELIGIBLE } = WindowBlockerCode;

const noCalendar =
  'Some work at schools whose calendar nobody has given: their holidays count as school days until somebody does.';

function blockersOf(row: WindowRow, today: string): WindowBlocker[] {
  const { closesOn, earliestOn, daysOverOn, eligible, told, withoutCalendar, isToldHere } = row;
  const unreached = eligible - told;
  if (earliestOn === null && unreached === 0) {
    return [holding(NOT_PUBLISHED, 'Nobody has been told of it yet.', 0)];
  }
  const isOpen = closesOn !== null && closesOn >= today;
  const isTooSoon = closesOn !== null && daysOverOn !== null && daysOverOn > closesOn;
  const all: (WindowBlocker | false)[] = [
    unreached > 0 &&
      holding(PEOPLE_UNREACHED, 'Some have not been reached: tell them otherwise.', unreached),
    isOpen && holding(STILL_OPEN, `It takes applications until ${closesOn}.`, 0),
    daysOverOn !== null &&
      daysOverOn > today &&
      holding(DAYS_NOT_OVER, `Some have their school days until ${daysOverOn}.`, told),
    isTooSoon &&
      toKnow(CLOSES_TOO_SOON, `Some have until ${daysOverOn}: let it close later.`, told),
    withoutCalendar > 0 && toKnow(NO_CALENDAR, noCalendar, withoutCalendar),
    isToldHere && eligible === 0 && toKnow(NOBODY_ELIGIBLE, 'It is for nobody.', 0),
  ];
  return all.filter((blocker) => blocker !== false);
}

const holding = (code: WindowBlockerCode, message: string, people: number): WindowBlocker => ({
  ...{ code, message, people, holds: true },
});

const toKnow = (code: WindowBlockerCode, message: string, people: number): WindowBlocker => ({
  ...{ code, message, people, holds: false },
});
