import type { List } from '@trellis/subgraph-kit/page';
import { holdsOn } from '../assignment/assignment.queries.ts';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { noticeColumns, noticeList } from './notice.queries.ts';

/**
 * That a notice waits for the sheet of the school (a placeholder) on the day (another): the person
 * works there, was not reached, is not away, and can still make use of it.
 */
const isOnSheet = (school: string, today: string) => `
  notice.reached_at IS NULL AND (notice.closes_on IS NULL OR notice.closes_on >= ${today}::date)
  AND EXISTS (SELECT FROM notice_delivery AS sheet
               WHERE sheet.trust_id = notice.trust_id AND sheet.notice_id = notice.id
                 AND sheet.channel = 'PRINT' AND sheet.state = 'QUEUED')
  AND EXISTS (SELECT FROM assignment
               WHERE assignment.trust_id = notice.trust_id
                 AND assignment.person_id = notice.person_id
                 AND assignment.school_id = ${school} AND ${holdsOn('assignment', today)})
  AND NOT (
    EXISTS (SELECT FROM leave_period
             WHERE leave_period.trust_id = notice.trust_id
               AND leave_period.person_id = notice.person_id
               AND ${holdsOn('leave_period', today)})
    AND NOT EXISTS (SELECT FROM notice_preference AS preference
                     WHERE preference.trust_id = notice.trust_id
                       AND preference.person_id = notice.person_id AND even_on_leave))`;

/** What is on the sheet of a school (`$2`) today (`$3`): each thing once, the newest first. */
export const sheetSql = `
  SELECT title, text, "closesOn" FROM (
    SELECT DISTINCT ON (kind, about_type, about_id, about_version)
           title, text, closes_on AS "closesOn", created_at, id
      FROM notice WHERE trust_id = $1 AND ${isOnSheet('$2::uuid', '$3')}
     ORDER BY kind, about_type, about_id, about_version, created_at DESC, id DESC) AS thing
   ORDER BY created_at DESC, id DESC LIMIT $4`;

/** Notices of those at a school who are to be told, the newest first. */
export function toTellList(viewer: Viewer, schoolId: string, today: string): List {
  const list = noticeList(viewer, 'NoticeSheet.toTell');
  const [school, day] = [list.parameters.add(schoolId), list.parameters.add(today)];
  return {
    ...list,
    where: [...list.where, isOnSheet(`${school}::uuid`, day)],
    filter: { schoolId },
  };
}

/** A notice (`$2`) whose person fulfils a condition on the table `person`. */
export const noticeWithin = (condition: string) => `
  SELECT ${noticeColumns} FROM notice
    JOIN person ON person.trust_id = notice.trust_id AND person.id = notice.person_id
   WHERE notice.trust_id = $1 AND notice.id = $2 AND ${condition}`;

/** Whether somebody (`$2`) was employed on a day (`$3`). */
export const wasEmployedSql = `
  SELECT 1 FROM contract WHERE trust_id = $1 AND person_id = $2 AND ${holdsOn('contract', '$3')}
   LIMIT 1`;

/** Whoever was to get an e-mail can be told as well. */
export const onSheetSql = `
  INSERT INTO notice_delivery (trust_id, notice_id, channel) VALUES ($1, $2, 'PRINT')
      ON CONFLICT DO NOTHING`;

/**
 * A colleague (`$3`) told the person of the notice (`$2`) on a day (`$4`), says somebody (`$5`): at its
 * end at the latest. What was noted first stands.
 */
export const toldSql = `
  UPDATE notice_delivery SET state = 'TOLD_IN_PERSON', told_by_id = $3, told_on = $4,
         noted_by_id = $5,
         settled_at = least(now(), ($4::date + time '23:59') AT TIME ZONE 'Europe/London')
   WHERE trust_id = $1 AND notice_id = $2 AND channel = 'PRINT' AND state = 'QUEUED'`;
