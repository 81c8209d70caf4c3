import { createHash } from 'node:crypto';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { IdentityProvider, Principal } from '../caller/people-directory.ts';
import { opportunitiesSdl, peopleSdl, studySdl } from './fixture-schemas.ts';
import { FixtureSubgraph } from './fixture-subgraph.ts';

export const trustId = newId();

/** Somebody that people knows, with these scopes. */
export function aPrincipal(...scopes: string[]): Principal {
  const personId = newId();
  const person = { personId, actorKind: 'PERSON' as const, actorId: personId };
  return {
    trustId,
    ...person,
    placeIds: ['school-1'],
    allPlaces: false,
    scopes,
    hourlyCost: null,
    trustedDocumentsOnly: false,
  };
}

/** What the fixture people knows about callers; tests add to it. */
export class KnownCallers {
  readonly providers = new Map<string, IdentityProvider>();
  readonly subjects = new Map<string, Principal>();
  readonly keys = new Map<string, Principal>();
  /** Points that gateways reported, by principal and hour. */
  readonly usage = new Map<string, number>();

  addKey(keyId: string, secret: string, principal: Principal): void {
    this.keys.set(`${keyId} ${createHash('sha256').update(secret).digest('hex')}`, principal);
  }
}

interface Usage {
  readonly principalId: string;
  readonly hour: string;
  readonly points: number;
}

interface Id {
  readonly id: string;
}

const person = (id: string) => ({
  __typename: 'Person',
  id,
  name: `Name of ${id}`,
  address: '1 Secret Street',
  payBand: 'M6',
});
const school = (id: string) => ({ __typename: 'School', id, name: `School ${id}` });
const people = ['ann', 'ben', 'cy'].map(person);
const schools = ['1', '2'].map(school);

const posts = { edges: [{ node: { name: 'Teacher of maths' } }] };

export function peopleSubgraph(known: KnownCallers): FixtureSubgraph {
  const asGateway = <Found>(viewer: Viewer, found: Found | undefined) => {
    if (!viewer.scopes.has('principal:read')) throw forbidden();
    return found ?? null;
  };
  const named = { __resolveType: ({ __typename }: { __typename: string }) => __typename };
  return new FixtureSubgraph('people', peopleSdl, {
    Query: {
      viewer: (_: unknown, __: unknown, viewer: Viewer) => person(viewer.personId ?? 'key'),
      person: (_: unknown, { id }: Id) => (id === 'none' ? null : person(id)),
      people: () => people,
      schools: () => schools,
      found: () => [people[0], schools[0]],
      named: () => [people[0], schools[0]],
      mustHave: () => 1,
      either: () => 2,
      vault: () => ({ gold: 3 }),
      hidden: () => [{ __typename: 'Vault', gold: 3 }],
      posts: () => posts,
      fail: (_: unknown, { how }: { how: string }) => fail(how),
      identityProvider: (_: unknown, { issuer }: { issuer: string }, viewer: Viewer) =>
        asGateway(viewer, known.providers.get(issuer)),
      principalOfToken: (_: unknown, { subject }: { subject: string }, viewer: Viewer) =>
        asGateway(viewer, known.subjects.get(subject)),
      principalOfApiKey: (
        _: unknown,
        given: Record<'keyId' | 'secretHash', string>,
        viewer: Viewer,
      ) => asGateway(viewer, known.keys.get(`${given.keyId} ${given.secretHash}`)),
    },
    Mutation: {
      renamePerson: (_: unknown, { id }: Id) => person(id),
      touch: () => 1,
      recordUsage: (_: unknown, { usages }: { usages: readonly Usage[] }) =>
        usages.map(({ principalId, hour, points }) => {
          const key = `${principalId} ${hour}`;
          const total = (known.usage.get(key) ?? 0) + points;
          known.usage.set(key, total);
          return total;
        }),
    },
    Post: { posts: () => posts },
    Named: named,
    Found: named,
    Hidden: named,
    Person: {
      __resolveReference: ({ id }: Id) => person(id),
      school: () => schools[0],
      manager: () => people[1],
    },
    School: {
      __resolveReference: ({ id }: Id) => school(id),
      head: () => people[0],
      staff: () => people,
      maybeStaff: () => people,
    },
  });
}

export function studySubgraph(): FixtureSubgraph {
  return new FixtureSubgraph('study', studySdl, {
    Query: { funds: () => [{ id: 'f1', name: 'Leadership' }] },
    Mutation: { award: () => 100 },
    Person: {
      __resolveReference: (reference: Id) => reference,
      awards: () => [{ amountPence: 5000, fund: { id: 'f1', name: 'Leadership' } }],
      goal: ({ id }: Id) => `Goal of ${id}`,
    },
    School: { __resolveReference: (reference: Id) => reference, studySpend: () => 700 },
  });
}

/** @param calendars what is at private addresses, by the hash of their secret. */
export function opportunitiesSubgraph(calendars: ReadonlyMap<string, string>): FixtureSubgraph {
  return new FixtureSubgraph('opportunities', opportunitiesSdl, {
    Query: {
      opportunities: () => [{ id: 'o1', title: 'Lead maths', host: { id: '1' } }],
      calendarFeedFile: (_: unknown, { secretHash }: { secretHash: string }, viewer: Viewer) => {
        if (!viewer.scopes.has('calendar:read')) throw forbidden();
        const text = calendars.get(secretHash);
        return text === undefined ? null : { text };
      },
    },
    Person: { __resolveReference: (reference: Id) => reference, applications: () => ['o1'] },
  });
}

/** Ways in which a field can fail; all but the first two say what no client may hear. */
function fail(how: string): never {
  if (how === 'fault') throw notFound('fund');
  if (how === 'forbidden') throw forbidden('Only on Mondays.');
  const leak = 'password authentication failed for user app at 10.0.0.5, QQ123456C';
  throw Object.assign(new Error(leak), {
    ...(how === 'coded' && { code: 'NOT_FOUND' }),
    ...(how === 'validation' && { code: 'GRAPHQL_VALIDATION_FAILED' }),
    response: { url: 'http://10.0.0.5/graphql', body: leak },
    detail: 'Key (ni)=(QQ123456C) already exists.',
  });
}
