import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { List, Sort } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { staffRole, subjects } from '../assignment/staff-role.codes.ts';
import { credentialKinds } from '../credential/credential.codes.ts';
import { type CareerLine, CareerLineKind } from './career-line.types.ts';

/** A line as SQL gives it, with codes. */
export interface CareerLineRow extends Omit<CareerLine, 'title' | 'ownWords'> {
  readonly title: string | null;
  /** Of the post or of the credential; the main one first. */
  readonly codes: readonly string[] | null;
  readonly subjectCode: string | null;
  readonly ownTitle: string | null;
  readonly whatIDid: string | null;
  readonly whatCameOfIt: string | null;
}

const columns = `id, person_id, source, kind, title, codes, subject_code, starts_on, ends_on, school_id,
  organisation, detail, outcome, taken_back_on`;

/**
 * All lines of the trust (`trust`), wherever they are kept: nothing that people itself knows is copied,
 * so that a post that is put right is right here at once.
 */
const everyLine = (trust: string) => `(
  SELECT id, person_id, 'STAFF_RECORD' AS source, 'ROLE' AS kind, NULL AS title, role_codes AS codes,
         NULL AS subject_code, starts_on, ends_on, school_id, NULL AS organisation, NULL AS detail,
         NULL AS outcome, NULL::date AS taken_back_on
    FROM assignment WHERE trust_id = ${trust}
  UNION ALL
  SELECT id, person_id, 'STAFF_RECORD', 'CREDENTIAL', title, ARRAY[kind_code], subject_code, awarded_on,
         expires_on, NULL, NULL, NULL, NULL, NULL
    FROM credential WHERE trust_id = ${trust}
  UNION ALL
  SELECT member.id, member.person_id, 'NETWORKS', 'NETWORK', network.name, NULL, NULL, member.joined_on,
         member.left_on, NULL, NULL, network.purpose, NULL, NULL
    FROM network_membership AS member
    JOIN network ON network.trust_id = ${trust} AND network.id = member.network_id
   WHERE member.trust_id = ${trust}
  UNION ALL
  SELECT term.id, member.person_id, 'NETWORKS', 'NETWORK_LEAD',
         CASE term.role WHEN 'LEAD' THEN 'Lead, ' ELSE 'Deputy lead, ' END || network.name, NULL, NULL,
         term.starts_on, term.ends_on, NULL, NULL, network.purpose, NULL, NULL
    FROM network_term AS term
    JOIN network_membership AS member
      ON member.trust_id = ${trust} AND member.id = term.membership_id
    JOIN network ON network.trust_id = ${trust} AND network.id = term.network_id
   WHERE term.trust_id = ${trust}
  UNION ALL
  SELECT id, person_id, upper(source), kind, title, NULL, NULL, starts_on, ends_on, school_id,
         organisation, detail, outcome, taken_back_on
    FROM career_line WHERE trust_id = ${trust} AND title IS NOT NULL
  ) AS line (${columns})`;

/**
 * Lines of people as far as the viewer may read them, the latest first: all of their own but those that
 * were taken back and of which they said nothing; of others what is shared with the viewer. Row security
 * says the same of what is told from elsewhere and of own words.
 */
export function careerLineList(
  viewer: Viewer,
  kinds: readonly CareerLineKind[] | null = null,
): List {
  const parameters = new SqlParameters();
  const trust = parameters.add(viewer.trustId);
  const [me, today] = [parameters.add(viewer.personId), parameters.add(londonDay())];
  const known = parameters.add(Object.keys(CareerLineKind));
  const kind = `CASE WHEN line.kind = ANY (${known}::text[]) THEN line.kind ELSE 'OTHER' END`;
  const manages = `EXISTS (SELECT FROM manager_link WHERE manager_link.trust_id = ${trust}
    AND manager_link.person_id = line.person_id AND manager_link.manager_id = ${me}::uuid
    AND ${holdsOn('manager_link', today)})`;
  const isShared = `NOT words.is_hidden AND line.taken_back_on IS NULL AND ${me}::uuid IS NOT NULL
    AND ('TRUST' = ANY (words.shared_with) OR ('MANAGER' = ANY (words.shared_with) AND ${manages}))`;
  const isOwn = `line.person_id = ${me}::uuid AND (line.taken_back_on IS NULL
    OR num_nonnulls(words.title, words.what_i_did, words.what_came_of_it) > 0)`;
  return {
    name: 'Person.careerRecord',
    select: `line.id, ${kind} AS kind, line.source, line.title, line.codes,
      line.subject_code AS "subjectCode", line.starts_on AS "startsOn", line.ends_on AS "endsOn",
      coalesce((SELECT name FROM school
                 WHERE school.trust_id = ${trust} AND school.id = line.school_id),
               line.organisation) AS place,
      line.detail, line.outcome, line.taken_back_on AS "takenBackOn", words.title AS "ownTitle",
      words.what_i_did AS "whatIDid", words.what_came_of_it AS "whatCameOfIt",
      coalesce(words.is_hidden, false) AS "isHidden", coalesce(words.shared_with, '{}') AS "sharedWith",
      coalesce(words.version, 0) AS version`,
    from: `${everyLine(trust)} LEFT JOIN career_line_words AS words ON words.trust_id = ${trust}
      AND words.person_id = line.person_id AND words.line_id = line.id`,
    where: [
      `((${isOwn}) OR (${isShared}))`,
      ...(kinds ? [`${kind} = ANY (${parameters.add(kinds)}::text[])`] : []),
    ],
    parameters,
    sort: {
      name: 'latest first',
      keys: [
        { sql: `coalesce(line.starts_on, '-infinity')`, type: 'date' },
        { sql: 'line.id', type: 'uuid' },
      ],
      descending: true,
    },
    filter: { kinds },
  };
}

/** Most lines that a CV is made of: the latest. */
const mostInCv = 1_000;

/** One line of the viewer’s own, whichever source tells of it. */
export function ownLine(viewer: Viewer, id: string): OwnLines {
  return ownLines(viewer, (parameters) => `AND line.id = ${parameters.add(id)}::uuid`);
}

/** All of the viewer’s own, the latest first. */
export function ownRecord(viewer: Viewer): OwnLines {
  return ownLines(
    viewer,
    (_, { keys }) =>
      `ORDER BY ${keys.map(({ sql }) => `${sql} DESC`).join(', ')} LIMIT ${String(mostInCv)}`,
  );
}

interface OwnLines {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

function ownLines(
  viewer: Viewer,
  rest: (parameters: SqlParameters, sort: Sort) => string,
): OwnLines {
  const list = careerLineList(viewer);
  const parameters = new SqlParameters(list.parameters.values);
  const own = `line.person_id = ${parameters.add(viewer.personId)}::uuid`;
  const where = [...list.where, own].join(' AND ');
  const sql = `SELECT ${list.select} FROM ${list.from} WHERE ${where} ${rest(parameters, list.sort)}`;
  return { sql, parameters: parameters.values };
}

export function careerLineOf(row: CareerLineRow): CareerLine {
  const { ownTitle, whatIDid, whatCameOfIt } = row;
  const isSaid = ownTitle !== null || whatIDid !== null || whatCameOfIt !== null;
  const ownWords = isSaid ? { title: ownTitle, whatIDid, whatCameOfIt } : null;
  return { ...row, title: row.title ?? titleOf(row), ownWords };
}

function titleOf({ kind, codes, subjectCode }: CareerLineRow): string {
  const [main = ''] = codes ?? [];
  if (kind === CareerLineKind.ROLE) return staffRole(main).name;
  const { name } = credentialKinds.get(main);
  return subjectCode === null ? name : `${name}, ${subjects.get(subjectCode).name}`;
}

/** One of the person's (`$2`) own. */
export const writeOwnLineSql = `
  INSERT INTO career_line AS held
    (trust_id, source, person_id, id, kind, title, organisation, starts_on, ends_on)
  VALUES ($1, 'own', $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (trust_id, source, id) DO UPDATE
     SET kind = excluded.kind, title = excluded.title, organisation = excluded.organisation,
         starts_on = excluded.starts_on, ends_on = excluded.ends_on`;

/**
 * What the person (`$2`) says of a line (`$3`). Writes nothing, and answers nothing, unless what they said
 * before has the version (`$4`).
 */
export const writeWordsSql = `
  INSERT INTO career_line_words AS held
    (trust_id, person_id, line_id, title, what_i_did, what_came_of_it, version)
  SELECT $1, $2, $3, $5, $6, $7, 1
   WHERE $4 = 0 OR EXISTS (SELECT FROM career_line_words
                            WHERE trust_id = $1 AND person_id = $2 AND line_id = $3)
  ON CONFLICT (trust_id, person_id, line_id) DO UPDATE
     SET title = excluded.title, what_i_did = excluded.what_i_did,
         what_came_of_it = excluded.what_came_of_it, written_at = now(), version = held.version + 1
   WHERE held.version = $4
  RETURNING version`;

/** Whether a line is hidden (`$4`), and who reads it (`$5`); none of it is a new version. */
export const showLineSql = `
  INSERT INTO career_line_words (trust_id, person_id, line_id, is_hidden, shared_with, version)
  VALUES ($1, $2, $3, $4, $5, 0)
  ON CONFLICT (trust_id, person_id, line_id) DO UPDATE
     SET is_hidden = excluded.is_hidden, shared_with = excluded.shared_with`;

export const removeOwnLineSql = `
  WITH words AS (
    DELETE FROM career_line_words WHERE trust_id = $1 AND person_id = $2 AND line_id = $3)
  DELETE FROM career_line
   WHERE trust_id = $1 AND source = 'own' AND person_id = $2 AND id = $3`;

export const countOwnLinesSql = `
  SELECT count(*)::integer AS held FROM career_line
   WHERE trust_id = $1 AND source = 'own' AND person_id = $2`;
