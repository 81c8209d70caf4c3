import type { List, Sort } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { searchWords } from '../fold.ts';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { type Reach, reachOf } from './person.reach.ts';
import {
  type PeopleFilter,
  type PeopleOrder,
  PeopleOrderField,
  type Person,
  type StaffFilter,
} from './person.types.ts';

/** What the schema promises, and whether the viewer may see what is between them and the employer. */
export interface PersonNode extends Person {
  readonly isInCharge: boolean;
}

/** Columns of a {@link PersonNode}; what the viewer may not see does not leave the database. */
export function personColumns({ isInCharge }: Reach): string {
  return `person.id, person.given_name AS "givenName", person.family_name AS "familyName",
    person.preferred_name AS "preferredName", person.work_email AS "workEmail",
    coalesce(person.preferred_name, person.given_name) || ' ' || person.family_name AS name,
    CASE WHEN ${isInCharge} THEN person.trn END AS trn, ${isInCharge} AS "isInCharge"`;
}

/** People of the viewer's trust within reach, from any tables that include `person`. */
export function personList(
  viewer: Viewer,
  name: string,
  orderBy: PeopleOrder | null | undefined,
): List & { readonly parameters: SqlParameters } {
  const parameters = new SqlParameters();
  const reach = reachOf(viewer, parameters);
  return {
    name,
    select: personColumns(reach),
    from: 'person',
    where: [`person.trust_id = ${parameters.add(viewer.trustId)}`, reach.withinReach],
    parameters,
    sort: sortOf(orderBy),
  };
}

/** People who have a post such as the filter asks for. */
export function peopleList(
  viewer: Viewer,
  filter: PeopleFilter | null | undefined,
  orderBy: PeopleOrder | null | undefined,
): List {
  const list = personList(viewer, 'people', orderBy);
  const { parameters } = list;
  const post = postConditions(filter ?? {}, parameters);
  if (filter?.schoolId != null) {
    post.push(`assignment.school_id = ${parameters.add(idOrNone(filter.schoolId))}`);
  }
  const inPost = `EXISTS (SELECT FROM assignment WHERE assignment.trust_id = person.trust_id
    AND assignment.person_id = person.id AND ${post.join(' AND ')})`;
  return {
    ...list,
    where: [...list.where, inPost, ...textConditions(filter ?? {}, parameters)],
    filter,
  };
}

/** The same at each of several schools; `post.school_id` names the school. */
export function staffList(
  viewer: Viewer,
  filter: StaffFilter | null | undefined,
  orderBy: PeopleOrder | null | undefined,
): List {
  const list = personList(viewer, 'School.staff', orderBy);
  const { parameters } = list;
  const post = postConditions(filter ?? {}, parameters);
  const from = `(SELECT DISTINCT trust_id, school_id, person_id FROM assignment
     WHERE trust_id = ${parameters.add(viewer.trustId)} AND ${post.join(' AND ')}) AS post
    JOIN person ON person.trust_id = post.trust_id AND person.id = post.person_id`;
  return {
    ...list,
    from,
    where: [...list.where, ...textConditions(filter ?? {}, parameters)],
    filter,
  };
}

function postConditions(filter: StaffFilter, parameters: SqlParameters): string[] {
  const { staffGroup, roleCode, subjectCode, activeOn } = filter;
  const conditions = [holdsOn('assignment', parameters.add(activeOn ?? londonDay()))];
  const among = (value: string, column: string) =>
    conditions.push(`${parameters.add(value)} = ANY (assignment.${column})`);
  if (staffGroup != null) among(staffGroup, 'staff_groups');
  if (roleCode != null) among(roleCode, 'role_codes');
  if (subjectCode != null) among(subjectCode, 'subject_codes');
  return conditions;
}

function textConditions({ text }: StaffFilter, parameters: SqlParameters): string[] {
  return searchWords(text ?? '').map(
    (word) => `person.search_text LIKE ${parameters.addContaining(word)}`,
  );
}

function sortOf(orderBy: PeopleOrder | null | undefined): Sort {
  const field = orderBy?.field ?? PeopleOrderField.FAMILY_NAME;
  const descending = orderBy?.descending ?? false;
  const column = field === PeopleOrderField.GIVEN_NAME ? 'sort_given_name' : 'sort_name';
  return {
    name: `${field}${descending ? ' descending' : ''}`,
    keys: [
      { sql: `person.${column}`, type: 'text' },
      { sql: 'person.id', type: 'uuid' },
    ],
    descending,
  };
}
