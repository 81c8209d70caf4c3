import { describe, expect, it } from '@jest/globals';
import { headViewer, testPeople, type TestTrust } from '../testing.ts';
import { sourceRecord } from '../match/testing.ts';
import { CredentialService } from './credential.service.ts';
import type { CredentialRecord } from './credential.types.ts';

const people = testPeople();

function record(
  { central }: TestTrust,
  personId: string,
  sourceRecordId: string,
  credentials: CredentialRecord[],
) {
  return people.db.as(central, () =>
    new CredentialService(people.db).record(central, [{ personId, sourceRecordId, credentials }]),
  );
}

function aCredential(told: Partial<CredentialRecord> = {}): CredentialRecord {
  return {
    ...{ externalId: '1', kindCode: 'QTS', title: null, subjectCode: null },
    ...{ awardedOn: '2019-07-01', expiresOn: null },
    ...told,
  };
}

const query = `query ($id: ID!, $first: Int, $after: String) { person(id: $id) {
  credentials(first: $first, after: $after) { totalCount pageInfo { endCursor hasNextPage }
    edges { node { kind { code } title subject { name } awardedOn expiresOn } } } } }`;

interface Shown {
  readonly person: {
    readonly credentials: {
      readonly totalCount: number;
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
      readonly edges: readonly { readonly node: { readonly title: string } }[];
    };
  };
}

describe('credentials', () => {
  it('are what the record of staff tells now, and the same again changes nothing', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    const sourceRecordId = await sourceRecord(people, trust, id);
    const told = [
      aCredential(),
      aCredential({
        ...{ externalId: '2', kindCode: 'FIRSTAID', title: 'First aid at work' },
        ...{ subjectCode: 'MAT', awardedOn: '2025-01-10', expiresOn: '2028-01-10' },
      }),
    ];

    expect(await record(trust, id, sourceRecordId, told)).toEqual(new Map([[sourceRecordId, []]]));
    expect(await record(trust, id, sourceRecordId, told)).toEqual(new Map());
    const head = headViewer(trust, id, 0);
    expect((await people.data<Shown>(head, query, { id })).person.credentials).toMatchObject({
      totalCount: 2,
      edges: [
        {
          node: {
            ...{ kind: { code: 'FIRSTAID' }, title: 'First aid at work' },
            ...{ subject: { name: 'Mathematics' }, awardedOn: '2025-01-10' },
            expiresOn: '2028-01-10',
          },
        },
        { node: { kind: { code: 'QTS' }, title: 'Qualified teacher status', expiresOn: null } },
      ],
    });
    expect(await record(trust, id, sourceRecordId, [])).toEqual(new Map([[sourceRecordId, told]]));
  });

  it('page through, those without a day of award last', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    const told = [null, '2024-01-01', '2023-01-01'].map((awardedOn, place) =>
      aCredential({ externalId: String(place), title: awardedOn ?? 'unknown', awardedOn }),
    );
    await record(trust, id, await sourceRecord(people, trust, id), told);

    const seen: string[] = [];
    let after: string | null = null;
    do {
      const shown: Shown = await people.data(trust.central, query, { id, first: 1, after });
      const { edges, pageInfo } = shown.person.credentials;
      seen.push(...edges.map(({ node }) => node.title));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(['2024-01-01', '2023-01-01', 'unknown']);
  });
});
