import type { EntityDirectory, EntityKey } from '@trellis/subgraph-kit/known-entities';
import { newId } from '@trellis/subgraph-kit/ids';
import { testSubgraph } from '@trellis/subgraph-kit/testing/test-subgraph';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { opportunitiesSubgraph } from './subgraph.ts';

/** What people would answer: each trust sees its own schools and networks. */
class KnownToPeople implements EntityDirectory {
  readonly #ownerOf = new Map<string, string>();

  /** @returns the id of a new school or network of the trust. */
  add({ trustId }: Viewer): string {
    const id = newId();
    this.#ownerOf.set(id, trustId);
    return id;
  }

  unknownTo({ trustId }: Viewer, keys: readonly EntityKey[]): Promise<EntityKey[]> {
    return Promise.resolve(keys.filter(({ id }) => this.#ownerOf.get(id) !== trustId));
  }
}

/** A clock that stands where a test puts it. */
class TestClock {
  #now = new Date('2026-05-12T09:00:00Z');

  readonly now = () => this.#now;

  set(instant: string): void {
    this.#now = new Date(instant);
  }
}

/** The whole subgraph over HTTP for one test file, with people and the clock in the test's hands. */
export function testOpportunities() {
  const people = new KnownToPeople();
  const clock = new TestClock();
  const served = testSubgraph(opportunitiesSubgraph(people, clock.now));
  return { served, people, clock };
}

const staffScopes = ['opportunity:read', 'opportunity:apply'];

/** A member of staff. */
export const aMemberOfStaff = (trustId: string = newId()): Viewer =>
  aViewer({ trustId, scopes: staffScopes });

/** A head, who answers for the schools. */
export const aHead = (trustId: string, ...placeIds: string[]): Viewer =>
  aViewer({ trustId, placeIds, scopes: [...staffScopes, 'opportunity:publish'] });

/** Somebody of the people team, who answers for all schools and reads applications. */
export const thePeopleTeam = (trustId: string = newId()): Viewer =>
  aViewer({
    trustId,
    allPlaces: true,
    scopes: [...staffScopes, 'opportunity:publish', 'application:read'],
  });
