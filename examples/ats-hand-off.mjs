// Hands posts that are to be advertised outside over to a recruitment system, on plain Node.js:
//   TRELLIS_KEY=spk_… ATS_URL=https://… ATS_KEY=… node examples/ats-hand-off.mjs cursor.txt
// Run it as often as you like: it goes on from where it was, and does each thing once. What it sends has
// the form of the DfE's Teaching Vacancies ATS API: `X-Api-Key`, one `external_reference` for each advert,
// and 409 with a link where it is there already. Look at yours for what else it wants.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** examples/opportunities-out.graphql asks for what is needed here, and more. */
const query = readFileSync(new URL('opportunities-out.graphql', import.meta.url), 'utf8');

/** What is advertised outside; all else is for those who work in the trust. */
const advertised = ['POST'];

/** An advert by the names of the Teaching Vacancies ATS API; 17:00 is for you to choose. */
export function advertOf({ id, title, summary, closesOn, terms, hostSchool }) {
  const { payFromPence, payToPence, flexibleWorking, criteria } = terms;
  const pounds = (pence) => `£${(pence / 100).toLocaleString('en-GB')}`;
  const pay = [payFromPence, payToPence].filter((pence) => pence !== null).map(pounds);
  return {
    external_reference: id,
    job_title: title,
    job_advert: summary,
    salary: pay.join(' to ') || 'See the advert',
    skills_and_experience: criteria.map(({ weight, text }) => `${weight}: ${text}`).join('\n'),
    flexi_working: flexibleWorking,
    expires_at: `${closesOn}T17:00:00`,
    schools: { school_urns: [hostSchool.urn] },
  };
}

/** One change after the other. @returns where to go on the next time. */
export async function handOff({ graph, ats, since }) {
  let [cursor, hasMore] = [since, true];
  while (hasMore) {
    const { changes } = await graph(query, { since: cursor });
    for (const { opportunity } of changes.events) {
      // As it is now, whatever the change was: a later one has perhaps overtaken it.
      if (!opportunity?.hostSchool || !advertised.includes(opportunity.kind)) continue;
      const isOnOffer = ['PUBLISHED', 'REOPENED'].includes(opportunity.state);
      await (isOnOffer ? putUp(ats, advertOf(opportunity)) : takeDown(ats, opportunity.id));
    }
    ({ cursor, hasMore } = changes);
  }
  return cursor;
}

async function putUp(ats, advert) {
  const made = await ats('POST', '/vacancies', { vacancy: advert });
  if (made.status !== 409) return expectDone(made);
  const { link } = await made.json(); // it is there: bring it up to date
  return expectDone(await ats('PUT', link, { vacancy: advert }));
}

async function takeDown(ats, reference) {
  const gone = await ats('DELETE', `/vacancies/${reference}`);
  return gone.status === 404 ? undefined : expectDone(gone);
}

function expectDone({ ok, status }) {
  if (!ok)
    throw new Error(`The recruitment system answered ${status}: nothing is lost, try again.`);
}

/** Asks the graph as an API key with `changes:read` and `opportunity:read`. */
export function graphAt(url, key) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return async (operation, variables) => {
    const body = JSON.stringify({ query: operation, variables });
    const { data, errors } = await (await fetch(url, { method: 'POST', headers, body })).json();
    if (errors) throw new Error(errors[0].message);
    return data;
  };
}

/** The recruitment system; a link that it gave is taken as it is. */
export function atsAt(url, key) {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  return (method, path, body) =>
    fetch(path.startsWith('http') ? path : `${url}${path}`, {
      ...{ method, headers },
      ...(body && { body: JSON.stringify(body) }),
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const {
    TRELLIS_URL = 'http://localhost:4000/graphql',
    TRELLIS_KEY,
    ATS_URL,
    ATS_KEY,
  } = process.env;
  const [, , file] = process.argv;
  let since = null;
  try {
    since = readFileSync(file, 'utf8');
  } catch {
    console.log('No cursor yet: beginning with the first change.');
  }
  const graph = graphAt(TRELLIS_URL, TRELLIS_KEY);
  writeFileSync(file, await handOff({ graph, ats: atsAt(ATS_URL, ATS_KEY), since }));
}
