import { describe, expect, it } from '@jest/globals';
import { aMemberOfStaff, testStudy } from '../testing.ts';
import { rowsOf } from './catalogue-file.ts';

const study = testStudy();

const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on CredentialKind { code programmes { code name } } } }`;

interface Answer {
  readonly _entities: readonly {
    readonly code: string;
    readonly programmes: readonly { readonly code: string; readonly name: string }[];
  }[];
}

const asked = (...codes: readonly string[]) => ({
  of: codes.map((code) => ({ __typename: 'CredentialKind', code })),
});

async function giving(...codes: readonly string[]): Promise<readonly (readonly string[])[]> {
  const viewer = aMemberOfStaff();
  const { data, errors } = await study.served.ask<Answer>(viewer, query, asked(...codes));
  expect(errors).toBeUndefined();
  return data._entities.map(({ programmes }) => programmes.map(({ code }) => code));
}

describe('a credential', () => {
  it('is had by completing programmes, named by name; some by none', async () => {
    expect(await giving('HLTA', 'SBP_L4', 'ENGLISH_L2', 'A_FIRST_AID_BADGE')).toEqual([
      ['HLTA_STATUS'],
      ['ISBL_L4_DIPLOMA', 'SBP_L4_APPRENTICESHIP'],
      [],
      [],
    ]);
  });

  it('is had only by what can be started today', async () => {
    const [toQts] = await giving('QTS');

    expect(toQts).toContain('TEACHER_DEGREE_APPRENTICESHIP');
    expect(await giving('NPQML')).toEqual([[]]);
  });

  it('is in the list for each programme that the list names, and each is in the catalogue', async () => {
    const rows = rowsOf('credential-programmes.csv');
    const credentials = [...new Set(rows.map(({ credential = '' }) => credential))];
    const found = await giving(...credentials);

    const named = credentials.map((credential) =>
      rows.filter((row) => row['credential'] === credential).map(({ programme }) => programme),
    );
    expect(found.map((codes) => codes.toSorted())).toEqual(named.map((codes) => codes.toSorted()));
  });

  it('is looked up once for all that are asked for', async () => {
    const viewer = aMemberOfStaff();
    const statements = (...codes: readonly string[]) =>
      study.served.statementsDuring(() => study.served.ask(viewer, query, asked(...codes)));
    await statements('HLTA'); // what is asked once only

    expect(await statements('HLTA', 'QTS', 'AAT_L3')).toBe(await statements('HLTA'));
  });
});
