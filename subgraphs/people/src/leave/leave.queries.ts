import { replaceOfRecordSql } from '../record-rows.ts';

/** Makes the leave (`$3`) of the records of staff (`$2`) what it is told to be; see the maker. */
export const replaceLeaveSql = replaceOfRecordSql('leave_period', [
  ['category_code', 'categoryCode', 'text'],
  ['starts_on', 'startsOn', 'date'],
  ['ends_on', 'endsOn', 'date'],
]);
