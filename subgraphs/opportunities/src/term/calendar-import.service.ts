import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { EntityFinder } from '@trellis/subgraph-kit/known-entities';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type ImportSchoolCalendarsInput,
  NoCalendarSet,
  type RefusedCalendar,
  type SchoolCalendarImport,
  type UrnCalendarInput,
} from './calendar-import.types.ts';
import { importCalendarsSql, importDaysSql, forgetDaysSql } from './school-calendar.queries.ts';
import { NoSchoolDays } from './school-calendar.types.ts';
import { schoolDaysOf } from './school-days.ts';
import { outOfOrder } from './term-order.ts';

/** A calendar that can be set. */
interface Plan {
  readonly id: string;
  readonly schoolId: string;
  readonly academicYear: number;
  readonly days: readonly string[];
}

/** Calendars of many schools at once, as authorities publish them. */
export class CalendarImportService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly people: EntityFinder,
    private readonly now: Clock,
  ) {}

  /**
   * Sets the calendars of schools known by URN, each replacing the one that its school had for the
   * year. Each stands for itself: what cannot be set is answered with its reason. Three statements,
   * however many.
   */
  async import(viewer: Viewer, input: ImportSchoolCalendarsInput) {
    const { calendars } = input;
    const keys = calendars.map(({ urn }) => ({ type: 'School', field: 'urn', value: urn }));
    const ids = await this.people.idsBy(viewer, keys);
    const plans = new Map<string, Plan>();
    const refused: RefusedCalendar[] = [];
    for (const [index, calendar] of calendars.entries()) {
      const plan = planOf(viewer, ids[index] ?? null, calendar);
      const { urn, academicYear } = calendar;
      if (typeof plan === 'string') refused.push({ urn, academicYear, reason: plan });
      else plans.set(`${plan.schoolId} ${academicYear}`, plan);
    }
    const all = [...plans.values()];
    const outcome = (id: string): SchoolCalendarImport => ({ id, setCount: all.length, refused });
    const set = async () => {
      if (all.length === 0) return new NoCalendarSet(refused);
      await this.keep(viewer, all);
      return outcome(newId());
    };
    const again = (id: string) => Promise.resolve(outcome(id));
    return this.idempotency.once(viewer, 'importSchoolCalendars', input, set, again);
  }

  private async keep({ trustId, personId }: Viewer, plans: readonly Plan[]): Promise<void> {
    const json = JSON.stringify(plans);
    await this.db.rows(importCalendarsSql, [trustId, json, this.now(), personId]);
    await this.db.rows(forgetDaysSql, [trustId, json]);
    await this.db.rows(importDaysSql, [trustId, json]);
  }
}

/** @returns what is to be kept, or why it cannot be, in a sentence. */
function planOf(
  { allPlaces, placeIds }: Viewer,
  schoolId: string | null,
  calendar: UrnCalendarInput,
): Plan | string {
  if (schoolId === null) return 'The trust has no school with this URN.';
  if (!allPlaces && !placeIds.includes(schoolId)) return 'You do not answer for this school.';
  const { academicYear, terms } = calendar;
  const wrong = outOfOrder(terms, academicYear);
  if (wrong) return `Term ${wrong.term}: ${wrong.message}`;
  const days = schoolDaysOf(calendar);
  return days.length === 0
    ? new NoSchoolDays().message
    : { id: newId(), schoolId, academicYear, days };
}
