import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { TestWorker } from '@trellis/events/testing/test-worker';
import { browserAt, browserForDevelopment } from '@trellis/pdf-printer/browser';
import { Printer } from '@trellis/pdf-printer/printer';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import Ajv from 'ajv';
import { leaverScopes } from '../access/role.scopes.ts';
import { keeper, LineSource, TestRecords } from '../career-line/testing.ts';
import { day, testPeople } from '../testing.ts';

const worker = new TestWorker();
const path = process.env['PATH'] ?? '';
const sandbox = process.getuid?.() !== 0; // Chromium has none as root
const findBrowser = browserForDevelopment();
/** Counts what it prints. */
class CountingPrinter extends Printer {
  printed = 0;

  override print(html: string) {
    this.printed += 1;
    return super.print(html);
  }
}

const printer = new CountingPrinter({ findBrowser, sandbox, patience: 90_000, path });
const people = testPeople(worker.environment, printer);
const without = testPeople(worker.environment);
const records = new TestRecords(people);

const schemaFile = new URL('../../reference/json-resume/schema.json', import.meta.url);
const isResume = new Ajv().compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);

interface Pdf {
  readonly kind: string;
  readonly base64?: string;
  readonly bytes?: number;
  readonly message?: string;
}

interface Cv {
  readonly jsonResume: string;
  readonly html: string;
}

const text = async (viewer: Viewer) => {
  const query = '{ viewer { cv { jsonResume html } } }';
  return (await people.data<{ viewer: { cv: Cv } }>(viewer, query)).viewer.cv;
};

const pdfQuery = `{ viewer { cv { pdf { kind: __typename ... on CvPdf { base64 bytes fileName }
  ... on NoChromium { message } ... on PrinterBusy { retryAfterSeconds message } } } } }`;

async function begin(name: object = {}) {
  const trust = await people.trust('Alder', 'Birch');
  const { id: personId } = await people.hire(trust, {
    ...{ givenName: 'Ada', familyName: 'Ek', workEmail: `${newId()}@alder.example`, ...name },
    posts: [{ roles: ['PREM'] }],
  });
  const source = new LineSource(people, worker, trust);
  return { trust, personId, person: keeper(trust, personId), source };
}

const job = {
  ...{ kind: 'EARLIER_JOB', title: 'Electrician', organisation: 'Ohm & Sons' },
  ...{ startsOn: '2004-02-29', endsOn: '2011-08-01' },
};

describe('a CV', () => {
  it('is a valid JSON Resume of all that is not hidden, in one’s own words', async () => {
    const { trust, personId, person, source } = await begin();
    const [project, hidden] = [newId(), newId()];
    const line = { personId, kind: 'PROJECT', startsOn: '2026-01-05', endsOn: '2026-01-06' };
    await source.tell(project, { ...line, title: 'Heating plan', outcome: 'Told by its source' });
    await source.tell(hidden, { ...line, title: 'Hidden' });
    await source.tell(newId(), { ...line, title: 'Still to come', startsOn: day(9), endsOn: null });
    const study = new LineSource(people, worker, trust, 'study');
    const programme = { organisation: 'UCL', startsOn: '2025-09-01', endsOn: null };
    await study.tell(newId(), { ...programme, personId, kind: 'STUDY', title: 'NEBOSH' });
    const words = { whatIDid: 'Planned it.', whatCameOfIt: 'A third less gas.' };
    await records.change(person, 'describe', { id: project, version: 0, ...words });
    await records.change(person, 'hide', { id: hidden });
    await records.change(person, 'add', { ...job, whatIDid: 'Rewired schools.' });
    const governor = { kind: 'GOVERNANCE', title: 'Parent governor', startsOn: '2019-09-01' };
    await records.change(person, 'add', governor);

    const { jsonResume } = await text(person);
    const resume: unknown = JSON.parse(jsonResume);
    expect(isResume(resume) ? [] : isResume.errors).toEqual([]);
    expect(resume).toMatchObject({
      basics: { name: 'Ada Ek', label: 'Premises Manager' },
      work: [
        { name: 'Alder', position: 'Premises Manager' },
        {
          ...{ name: 'Ohm & Sons', position: 'Electrician', summary: 'Rewired schools.' },
          ...{ startDate: '2004-02-29', endDate: '2011-07-31' },
        },
      ],
      volunteer: [{ position: 'Parent governor', startDate: '2019-09-01' }],
      education: [{ institution: 'UCL', area: 'NEBOSH' }],
      projects: [
        {
          ...{ name: 'Heating plan', description: 'Planned it.', type: 'project' },
          ...{ highlights: ['A third less gas.'], startDate: '2026-01-05', endDate: '2026-01-05' },
        },
      ],
    });
    expect(jsonResume).not.toMatch(/Hidden|Still to come|Told by its source/);
  });

  it('is the caller’s own alone, and no system’s', async () => {
    const { trust, person } = await begin();
    await records.change(person, 'add', { ...job, sharedWith: ['TRUST'] });
    const { id: fellowId } = await people.hire(trust);
    expect((await text(keeper(trust, fellowId))).html).not.toContain('Electrician');
    const key = aViewer({ trustId: trust.id, personId: null, scopes: ['career:keep'] });
    expect(await people.codes(key, '{ viewer { cv { html } } }')).toEqual(['FORBIDDEN']);
  });

  it('is taken along by somebody who has left, who sees nothing and nobody else', async () => {
    const { trust, personId } = await begin();
    const leaver = aViewer({ trustId: trust.id, personId, scopes: [...leaverScopes] });
    const query = `{ viewer { careerRecord { edges { node { place } } } cv { jsonResume } } }`;
    expect(await people.data(leaver, query)).toMatchObject({
      viewer: { careerRecord: { edges: [{ node: { place: 'Alder' } }] } },
    });
    for (const closed of [
      'networks { totalCount }',
      'people { totalCount }',
      'viewer { conversations { totalCount } }',
    ]) {
      expect(await people.codes(leaver, `{ ${closed} }`)).toEqual(['FORBIDDEN']);
    }
  });

  it('has one entry for a post that goes on under the next contract', async () => {
    const { trust, personId, person } = await begin();
    await people.db.as(trust.central, () =>
      people.db.rows(
        `WITH earlier AS (UPDATE assignment SET ends_on = $3 WHERE trust_id = $1 AND person_id = $2
           RETURNING *)
         INSERT INTO assignment SELECT trust_id, gen_random_uuid(), person_id, contract_id, school_id,
           role_codes, staff_group, staff_groups, subject_codes, fte, $3::date, NULL, is_primary
           FROM earlier`,
        [trust.id, personId, day(-100)],
      ),
    );
    expect(await records.of(person, personId)).toHaveLength(2);
    const { work } = JSON.parse((await text(person)).jsonResume) as { work: unknown[] };
    expect(work).toMatchObject([{ position: 'Premises Manager', startDate: day(-1000) }]);
  });

  it('begins with what goes on, and then goes back by when things ended', async () => {
    const { person } = await begin();
    for (const [title, startsOn, endsOn] of [
      ['Short and late', '2015-01-01', '2016-01-01'],
      ['Goes on', '2001-01-01', null],
      ['Long', '2002-01-01', '2018-01-01'],
    ]) {
      await records.change(person, 'add', { kind: 'VOLUNTEERING', title, startsOn, endsOn });
    }
    const { volunteer } = JSON.parse((await text(person)).jsonResume) as { volunteer: unknown[] };
    expect(volunteer).toMatchObject([
      ...[{ position: 'Goes on' }, { position: 'Long' }, { position: 'Short and late' }],
    ]);
  });

  it('takes nothing that anybody wrote for markup, in any script', async () => {
    const { person } = await begin({
      ...{ givenName: '<script>alert(1)</script>', familyName: 'עמית 👩‍🔧' },
    });
    const evil = '"><img src=x onerror=alert(1)><h6>\u202Egnirts';
    await records.change(person, 'add', {
      ...job,
      title: evil,
      organisation: evil,
      whatIDid: evil,
    });
    const { html } = await text(person);
    expect(html).not.toMatch(/<script|<img|<h6|onerror=alert\(1\)>/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; עמית 👩‍🔧');
    expect(html).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;h6&gt;gnirts');
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/https?:|url\(/);
  });
});

describe('a CV as a PDF', () => {
  const printed = async (viewer: Viewer) =>
    (await people.data<{ viewer: { cv: { pdf: Pdf } } }>(viewer, pdfQuery)).viewer.cv.pdf;

  it('is a tagged A4 file with headings, also of a name in any script', async () => {
    const { person } = await begin({ givenName: '<b>Łukasz</b>', familyName: 'عمر 🧑‍🏫' });
    await records.change(person, 'add', job);
    const { kind, base64 = '', bytes } = await printed(person);
    const pdf = Buffer.from(base64, 'base64');
    expect([kind, bytes]).toEqual(['CvPdf', pdf.length]);
    const inside = pdf.toString('latin1');
    expect(inside).toContain('%PDF-');
    expect(inside).toContain('/Marked true');
    expect(inside).toMatch(/\/S \/H1[\s\S]*\/S \/H2[\s\S]*\/S \/H3/);
    expect(inside).toContain('/Lang (en-GB)');
  }, 120_000);

  it('of 300 lines is whole, and small enough for an answer', async () => {
    const { trust, personId, person } = await begin();
    await people.db.as(person, () =>
      people.db.rows(
        `WITH added AS (
           INSERT INTO career_line (trust_id, source, person_id, id, kind, title, organisation, starts_on)
           SELECT $1, 'own', $2, gen_random_uuid(), 'VOLUNTEERING', 'Line ' || n, 'Somewhere', '2020-01-01'
             FROM generate_series(1, 300) AS n RETURNING id)
         INSERT INTO career_line_words (trust_id, person_id, line_id, what_i_did)
         SELECT $1, $2, id, repeat('What was done there. ', 30) FROM added`,
        [trust.id, personId],
      ),
    );
    const { kind, bytes = 0, base64 = '' } = await printed(person);
    expect(kind).toBe('CvPdf');
    expect(bytes).toBeLessThan(2_000_000);
    const pages = Buffer.from(base64, 'base64')
      .toString('latin1')
      .match(/\/Type \/Page\n/g);
    expect(pages?.length).toBeGreaterThan(15);
  }, 120_000);

  it('is printed once for one operation', async () => {
    const { person } = await begin();
    const before = printer.printed;
    const twice = `{ viewer { cv { a: pdf { __typename } b: pdf { __typename } } } }`;
    await people.data(person, twice);
    expect(printer.printed - before).toBe(1);
  }, 120_000);

  it('is refused by name where no Chromium is set up; the page and the file remain', async () => {
    const trust = await without.trust();
    const { id } = await without.hire(trust);
    const person = keeper(trust, id);
    type Read = { viewer: { cv: Cv & { pdf: Pdf } } };
    const query = pdfQuery.replace('{ cv {', '{ cv { html jsonResume');
    const { cv } = (await without.data<Read>(person, query)).viewer;
    expect(cv.pdf).toMatchObject({
      kind: 'NoChromium',
      message: expect.stringContaining('CHROMIUM_PATH'),
    });
    expect(cv.html).toContain('<h1');
    const gone = new Printer({ findBrowser: browserAt('/nowhere'), sandbox, patience: 1, path });
    expect(await gone.print('')).toEqual({ not: 'NO_BROWSER' });
  });
});
