import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  forgetSchoolDaysSql,
  keepCalendarSql,
  keepSchoolDaysSql,
  schoolCalendarSql,
} from './school-calendar.queries.ts';
import {
  NoSchoolDays,
  type SchoolCalendar,
  type SetSchoolCalendarInput,
} from './school-calendar.types.ts';
import { schoolDaysOf } from './school-days.ts';
import { outOfOrder } from './term-order.ts';

/** When schools are open, as they say. */
export class SchoolCalendarService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly people: EntityDirectory,
    private readonly now: Clock,
  ) {}

  /**
   * Sets the calendar of a school for one academic year; the one before is replaced.
   *
   * @throws NOT_FOUND when the viewer's trust has no such school.
   * @throws FORBIDDEN when the viewer does not answer for it.
   */
  async set(viewer: Viewer, input: SetSchoolCalendarInput) {
    const { schoolId, academicYear, terms } = input;
    const [unknown] = await this.people.unknownTo(viewer, [{ type: 'School', id: schoolId }]);
    if (unknown) throw notFound('school');
    if (!viewer.allPlaces && !viewer.placeIds.includes(schoolId)) {
      throw forbidden('You may set the calendars only of schools that you answer for.');
    }
    const wrong = outOfOrder(terms, academicYear);
    if (wrong) return wrong;
    const days = schoolDaysOf(input);
    if (days.length === 0) return new NoSchoolDays();
    const set = () => this.keep(viewer, input, days);
    const again = (id: string) => this.find(viewer, id);
    return this.idempotency.once(viewer, 'setSchoolCalendar', input, set, again);
  }

  private async keep(
    viewer: Viewer,
    { schoolId, academicYear }: SetSchoolCalendarInput,
    days: readonly string[],
  ): Promise<SchoolCalendar> {
    const { trustId, personId } = viewer;
    const kept = await this.db.rows<{ id: string }>(keepCalendarSql, [
      ...[trustId, newId(), schoolId, academicYear, this.now(), personId],
    ]);
    await this.db.rows(forgetSchoolDaysSql, [trustId, schoolId, academicYear]);
    await this.db.rows(keepSchoolDaysSql, [trustId, schoolId, academicYear, days]);
    return this.find(viewer, String(kept[0]?.id));
  }

  private async find({ trustId }: Viewer, id: string): Promise<SchoolCalendar> {
    const [found] = await this.db.rows<SchoolCalendar>(schoolCalendarSql, [trustId, id]);
    if (!found) throw notFound('calendar');
    return found;
  }
}
