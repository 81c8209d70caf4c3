import { createServer } from 'node:http';
import pg from 'pg';

/**
 * The limit: what examples/subject-network.graphql answers, by one hand-written statement a database
 * behind a bare HTTP handler. No GraphQL, no federation, no permissions, no row security; PostgreSQL
 * itself assembles the rows. Schools and roles stay ids and codes beside one table of school names:
 * the same facts, in the fewest bytes. Started by the bench with the three databases' addresses.
 */
const [people, opportunities, study] = ['PEOPLE_URL', 'OPPORTUNITIES_URL', 'STUDY_URL'].map(
  (name) => new pg.Pool({ connectionString: process.env[name], max: 10 }),
);
const trustId = process.env['TRUST_ID'];

const network = `
  SELECT n.id, n.name, n.purpose, lead.name AS lead, count(*) OVER () AS total,
         (SELECT json_object_agg(id, name) FROM school WHERE trust_id = $1) AS schools,
         (SELECT json_agg(member) FROM (
            SELECT m.joined_on AS "joinedOn", p.id, coalesce(p.preferred_name, p.given_name) || ' ' || p.family_name AS name,
                   (SELECT json_agg(json_build_object('schoolId', a.school_id, 'roles', a.role_codes, 'fte', a.fte))
                      FROM assignment a WHERE (a.trust_id, a.person_id) = (p.trust_id, p.id)
                       AND a.starts_on <= now() AND (a.ends_on IS NULL OR a.ends_on > now())) AS assignments
              FROM network_membership m JOIN person p ON (p.trust_id, p.id) = (m.trust_id, m.person_id)
             WHERE (m.trust_id, m.network_id) = (n.trust_id, n.id) AND m.left_on IS NULL
             ORDER BY p.sort_name LIMIT 50) member) AS members
    FROM network n
    LEFT JOIN LATERAL (
      SELECT coalesce(p.preferred_name, p.given_name) || ' ' || p.family_name AS name
        FROM network_membership m JOIN person p ON (p.trust_id, p.id) = (m.trust_id, m.person_id)
        JOIN network_term t ON (t.trust_id, t.membership_id) = (m.trust_id, m.id)
       WHERE (t.trust_id, t.network_id) = (n.trust_id, n.id) AND t.role = 'LEAD'
         AND t.starts_on <= now() AND (t.ends_on IS NULL OR t.ends_on > now())) lead ON true
   WHERE n.trust_id = $1 AND n.subject_code = 'MAT' ORDER BY n.sort_name LIMIT 1`;

const doings = `
  SELECT (SELECT json_object_agg(person_id, placements) FROM (
           SELECT asked.person_id, (SELECT json_agg(latest) FROM (
                    SELECT kind, starts_on AS "startsOn", ends_on AS "endsOn", host_school_id AS "hostSchoolId"
                      FROM placement p WHERE (p.trust_id, p.person_id) = ($1, asked.person_id)
                     ORDER BY starts_on DESC, id DESC LIMIT 3) latest) AS placements
             FROM unnest($2::uuid[]) AS asked (person_id)) each) AS placements,
         (SELECT json_agg(open) FROM (
           SELECT kind, title, opens_on AS "opensOn", closes_on AS "closesOn", host_school_id AS "hostSchoolId"
             FROM opportunity WHERE trust_id = $1 AND network_id = $3 AND state IN ('PUBLISHED', 'REOPENED')
              AND opens_on <= now()::date AND closes_on >= now()::date
            ORDER BY opens_on DESC, id DESC LIMIT 10) open) AS opportunities`;

const studies = `
  SELECT json_object_agg(person_id, awards) AS awards FROM (
    SELECT asked.person_id, (SELECT json_agg(newest) FROM (
             SELECT academic_year AS "academicYear", amount_pence AS "amountPence", p.name AS programme
               FROM award a JOIN programme p ON p.id = a.programme_id
              WHERE (a.trust_id, a.person_id) = ($1, asked.person_id)
              ORDER BY awarded_on DESC, a.id DESC LIMIT 3) newest) AS awards
      FROM unnest($2::uuid[]) AS asked (person_id)) each`;

interface Found {
  readonly id: string;
  readonly members: readonly { readonly id: string }[];
}

const server = createServer((_request, response) => {
  void (async () => {
    const found = await people?.query<Found>(network, [trustId]);
    const first = found?.rows[0];
    const ids = first?.members.map(({ id }) => id) ?? [];
    const [elsewhere, studying] = await Promise.all([
      opportunities?.query<object>(doings, [trustId, ids, first?.id]),
      study?.query<object>(studies, [trustId, ids]),
    ]);
    const body = JSON.stringify({
      data: { network: first, elsewhere: elsewhere?.rows[0], studying: studying?.rows[0] },
    });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  })();
});

server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.('ready'));
process.once('disconnect', () => process.exit(0));
