import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { schoolCalendarsSql } from './school-calendar.queries.ts';
import type { SchoolCalendar } from './school-calendar.types.ts';

interface CalendarRow extends SchoolCalendar {
  readonly schoolId: string;
}

/** Calendars of schools, the newest year first, batched. */
export function schoolCalendarLoaders(db: Database, { trustId }: Viewer) {
  return {
    calendarsBySchool: manyByKey<CalendarRow>(
      ({ schoolId }) => schoolId,
      (ids) => db.rows<CalendarRow>(schoolCalendarsSql, [trustId, ids]),
    ),
  };
}
