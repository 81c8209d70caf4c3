import { createServer } from 'node:http';
import pg from 'pg';

/**
 * The limit: what examples/subject-network.graphql answers, by one hand-written statement a database
 * behind a bare HTTP handler. No GraphQL, no federation, no permissions, no row security; the rows
 * are assembled by PostgreSQL itself. Started by the bench with the three databases' addresses.
 */
const [people, opportunities, study] = ['PEOPLE_URL', 'OPPORTUNITIES_URL', 'STUDY_URL'].map(
  (name) => new pg.Pool({ connectionString: process.env[name], max: 10 }),
);
const trustId = process.env['TRUST_ID'];

const network = `
  SELECT n.id, n.name, n.purpose, json_agg(json_build_object('joinedOn', m.joined_on, 'person', json_build_object(
           'id', p.id, 'name', coalesce(p.preferred_name, p.given_name) || ' ' || p.family_name,
           'assignments', (SELECT json_agg(json_build_object('school', json_build_object('name', s.name),
                                           'roles', a.role_codes, 'fte', a.fte))
                             FROM assignment a JOIN school s ON (s.trust_id, s.id) = (a.trust_id, a.school_id)
                            WHERE (a.trust_id, a.person_id) = (p.trust_id, p.id)
                              AND a.starts_on <= now() AND (a.ends_on IS NULL OR a.ends_on > now()))))
         ORDER BY p.sort_name) AS members
    FROM network n
    JOIN LATERAL (SELECT m.* FROM network_membership m JOIN person p ON (p.trust_id, p.id) = (m.trust_id, m.person_id)
                   WHERE (m.trust_id, m.network_id) = (n.trust_id, n.id) AND m.left_on IS NULL
                   ORDER BY p.sort_name LIMIT 50) m ON true
    JOIN person p ON (p.trust_id, p.id) = (m.trust_id, m.person_id)
   WHERE n.trust_id = $1 AND n.subject_code = 'MAT'
   GROUP BY n.id, n.name, n.purpose LIMIT 1`;

const doings = `
  SELECT (SELECT json_object_agg(person_id, placements) FROM (
           SELECT person_id, json_agg(json_build_object('kind', kind, 'startsOn', starts_on, 'endsOn', ends_on,
                                                        'hostSchoolId', host_school_id)) AS placements
             FROM placement WHERE trust_id = $1 AND person_id = ANY ($2) GROUP BY person_id) each) AS placements,
         (SELECT json_agg(json_build_object('kind', kind, 'title', title, 'opensOn', opens_on, 'closesOn', closes_on))
            FROM opportunity WHERE trust_id = $1 AND network_id = $3 AND state = 'PUBLISHED'
             AND opens_on <= now() AND closes_on >= now()::date) AS opportunities`;

const studies = `
  SELECT json_object_agg(person_id, awards) AS awards FROM (
    SELECT person_id, json_agg(json_build_object('academicYear', academic_year, 'amountPence', amount_pence,
                                                 'programme', json_build_object('name', p.name))) AS awards
      FROM award a JOIN programme p ON p.id = a.programme_id
     WHERE a.trust_id = $1 AND person_id = ANY ($2) GROUP BY person_id) each`;

interface Found {
  readonly id: string;
  readonly members: readonly { readonly person: { readonly id: string } }[];
}

const server = createServer((_request, response) => {
  void (async () => {
    const found = await people?.query<Found>(network, [trustId]);
    const first = found?.rows[0];
    const ids = first?.members.map(({ person }) => person.id) ?? [];
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
