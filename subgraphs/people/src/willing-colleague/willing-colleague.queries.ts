import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';

export const willingColumns = `
  person.id, coalesce(person.preferred_name, person.given_name) || ' ' || person.family_name AS name,
  main.school_name AS "schoolName", main.staff_group AS "staffGroup"`;

/** Who may be asked, works here on a day and is not on long leave. Arguments are placeholders. */
export const willingFrom = (trust: string, today: string) => `
  willing_colleague AS willing
    JOIN conversation_clock(${trust}, ${today}, NULL) AS clock
      ON clock.person_id = willing.person_id AND clock.state <> 'NOT_REQUIRED'
    JOIN person ON person.trust_id = ${trust} AND person.id = willing.person_id
   CROSS JOIN LATERAL (
     SELECT school.name AS school_name, assignment.staff_group FROM assignment
       JOIN school ON school.trust_id = ${trust} AND school.id = assignment.school_id
      WHERE assignment.trust_id = ${trust} AND assignment.person_id = person.id
        AND ${holdsOn('assignment', today)}
      ORDER BY assignment.is_primary DESC, assignment.fte DESC, assignment.starts_on,
               assignment.id LIMIT 1) AS main`;

/** Colleagues of the whole trust who may be asked, by name; the viewer is not among them. */
export function willingList({ trustId, personId }: Viewer): List {
  const parameters = new SqlParameters();
  const [trust, today] = [parameters.add(trustId), parameters.add(londonDay())];
  return {
    name: 'willingColleagues',
    select: willingColumns,
    from: willingFrom(trust, today),
    where: [
      `willing.trust_id = ${trust}`,
      `person.id IS DISTINCT FROM ${parameters.add(personId)}::uuid`,
    ],
    parameters,
    sort: {
      name: 'BY_NAME',
      keys: [
        { sql: 'person.sort_name', type: 'text' },
        { sql: 'person.id', type: 'uuid' },
      ],
    },
  };
}

export const becomeWillingSql = `
  INSERT INTO willing_colleague (trust_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`;

export const ceaseWillingSql = `DELETE FROM willing_colleague WHERE trust_id = $1 AND person_id = $2`;

export const isWillingSql = `
  SELECT 1 FROM willing_colleague WHERE trust_id = $1 AND person_id = $2`;
