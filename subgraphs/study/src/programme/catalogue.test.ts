import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { finance, testStudy } from '../testing.ts';
import { type CatalogueEntry, readCatalogue } from './catalogue-file.ts';
import { CatalogueService } from './catalogue.service.ts';
import { ProgrammeKind } from './programme-kind.types.ts';

const study = testStudy();

interface Row {
  readonly name: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

const load = (releasedOn: string, ...entries: CatalogueEntry[]) =>
  new CatalogueService(study.db()).load({ releasedOn, entries });

/** A programme as one release has it; the codes are the tests' own. */
const entry = (code: string, facts: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  code,
  name: 'Certificate',
  kind: ProgrammeKind.PROFESSIONAL_QUALIFICATION,
  staffGroups: ['AUXILIARY'],
  level: 2,
  typicalMonths: 6,
  validFrom: '2024-09-01',
  validTo: null,
  source: 'A body',
  ...{ provider: 'A provider', costPence: null, entryNeeds: ['Nothing'] },
  completionEvidence: 'Certificate',
  description: null,
  ...facts,
});

async function rowsOf(code: string): Promise<Row[]> {
  const db = study.db();
  return db.as(finance(), () =>
    db.rows<Row>(
      `SELECT name, valid_from AS "validFrom", valid_to AS "validTo" FROM programme
        WHERE code = $1 ORDER BY valid_from`,
      [code],
    ),
  );
}

async function wholeTable(): Promise<unknown[]> {
  const db = study.db();
  return db.as(finance(), () => db.rows('SELECT * FROM programme ORDER BY id'));
}

describe('loading the catalogue', () => {
  it('changes nothing the second time', async () => {
    const before = await wholeTable();

    await new CatalogueService(study.db()).load(readCatalogue());

    expect(before.length).toBeGreaterThan(30);
    expect(await wholeTable()).toEqual(before);
  });

  it('lets a new programme stand in its place by name, whatever the case', async () => {
    const names = ['zzz b', 'ZZZA', 'zzzA b', 'ZZZ c'];
    const entries = names.map((name, index) => entry(`NAMED_${String(index)}`, { name }));
    await load('2026-11-24', ...entries);
    const query = '{ programmes(last: 4) { edges { node { name } } } }';

    const { data } = await study.served.ask<{
      programmes: { edges: { node: { name: string } }[] };
    }>(finance(), query);

    const last = data.programmes.edges.map(({ node }) => node.name);
    expect(last).toEqual(['zzz b', 'ZZZ c', 'ZZZA', 'zzzA b']);
  });

  it('closes a programme that was renamed on the day of the release and opens it anew', async () => {
    await load('2026-12-01', entry('RENAMED'));
    await load('2027-02-01', entry('RENAMED', { name: 'Diploma' }));
    await load('2027-02-01', entry('RENAMED', { name: 'Diploma' }));

    expect(await rowsOf('RENAMED')).toEqual([
      { name: 'Certificate', validFrom: '2024-09-01', validTo: '2027-02-01' },
      { name: 'Diploma', validFrom: '2027-02-01', validTo: null },
    ]);
  });

  it('leaves an award with the programme as it was on the day', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    await load('2027-02-01', entry('KEPT'));
    const wish = { fundId, programmeCode: 'KEPT', amountPence: 1 };
    const { id } = await study.award(viewer, wish);
    await load('2027-02-02', entry('KEPT', { name: 'Diploma' }));

    const { data } = await study.served.ask(
      viewer,
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Award { programme { name } } } }',
      { of: [{ __typename: 'Award', id }] },
    );

    expect(data['_entities']).toEqual([{ programme: { name: 'Certificate' } }]);
  });

  it('closes a programme on the day that the release gives, and takes what replaces it', async () => {
    await load('2027-03-01', entry('ENDED'));
    const ended = entry('ENDED', { validTo: '2027-01-01' });
    await load('2027-03-02', ended, entry('ENDED', { name: 'Next', validFrom: '2027-01-01' }));

    expect(await rowsOf('ENDED')).toEqual([
      { name: 'Certificate', validFrom: '2024-09-01', validTo: '2027-01-01' },
      { name: 'Next', validFrom: '2027-01-01', validTo: null },
    ]);
  });

  it('fills in where it stands what an earlier release did not say of it', async () => {
    await load('2027-03-10', entry('FILLED'));
    const db = study.served.database.ownerUrl;
    const client = new pg.Client({ connectionString: db });
    await client.connect();
    await client.query(
      `SET ROLE NONE; ALTER TABLE programme NO FORCE ROW LEVEL SECURITY;
       UPDATE programme SET provider = NULL, entry_needs = NULL, completion_evidence = NULL
        WHERE code = 'FILLED'; ALTER TABLE programme FORCE ROW LEVEL SECURITY`,
    );
    await client.end();
    await load('2027-03-11', entry('FILLED', { costPence: 100_00 }));

    expect(await rowsOf('FILLED')).toEqual([
      { name: 'Certificate', validFrom: '2024-09-01', validTo: null },
    ]);
  });

  it('corrects in place what the same release opened', async () => {
    await load('2027-04-01', entry('CORRECTED', { validFrom: '2027-04-01' }));
    await load('2027-04-01', entry('CORRECTED', { validFrom: '2027-04-01', name: 'Diploma' }));

    expect(await rowsOf('CORRECTED')).toEqual([
      { name: 'Diploma', validFrom: '2027-04-01', validTo: null },
    ]);
  });

  it('never goes back to an older release, whichever process starts last', async () => {
    await load('2027-05-02', entry('AHEAD', { name: 'Diploma' }));
    await load('2027-05-01', entry('AHEAD'));

    expect(await rowsOf('AHEAD')).toEqual([
      { name: 'Diploma', validFrom: '2024-09-01', validTo: null },
    ]);
  });

  it('is done by the process alone: row security keeps everybody else from writing', async () => {
    const db = study.db();
    const everyone = { ...finance(), scopes: new Set(['bursary:award', 'staff:write']) };

    const closed = await db.as(everyone, () =>
      db.rows<{ id: string }>(
        "WITH closed AS (UPDATE programme SET valid_to = '2030-01-01' RETURNING id) SELECT id FROM closed",
      ),
    );
    const added = db.as(everyone, () =>
      db.rows(
        `INSERT INTO programme SELECT gen_random_uuid(), 'ADDED', name, kind, staff_groups, level,
           typical_months, description, valid_from, valid_to, source, released_on FROM programme LIMIT 1`,
      ),
    );

    expect(closed).toEqual([]);
    await expect(added).rejects.toThrow('row-level security');
  });
});

describe('the catalogue’s files', () => {
  it('are those of their release: a change to a file needs a new releasedOn', () => {
    const files = ['npq-courses.csv', 'npq-facts.csv', 'programmes.csv'];
    const hash = createHash('sha256');
    for (const file of files) {
      hash.update(readFileSync(new URL(`../../reference/${file}`, import.meta.url)));
    }

    expect([readCatalogue().releasedOn, hash.digest('hex').slice(0, 16)]).toEqual([
      '2026-11-24',
      '6679a9b4b7cc34a1',
    ]);
  });
});
