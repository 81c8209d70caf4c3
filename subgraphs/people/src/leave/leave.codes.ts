import { CodeList, readReference } from '../official-code.ts';
import { LeaveKind } from './leave.types.ts';

const rows = readReference('absence-categories.csv');

/** Census absence categories. */
export const absenceCategories = new CodeList(
  rows.map(({ code = '', description = '' }) => ({ code, name: description })),
);

const kinds = new Map(
  Object.values(LeaveKind).flatMap((kind) =>
    rows.filter((row) => row['kind'] === kind).map(({ code = '' }) => [code, kind] as const),
  ),
);

/** The kind of a category; a category that is not in our list is another kind. */
export function leaveKindOf(code: string): LeaveKind {
  return kinds.get(code) ?? LeaveKind.OTHER;
}
