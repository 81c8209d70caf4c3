import { newId } from '../ids.ts';
import type { Viewer } from '../viewer.ts';

/** A viewer for tests: a person of a trust of their own, with no permission, unless told otherwise. */
export function aViewer(
  given: Partial<Omit<Viewer, 'scopes'>> & { readonly scopes?: readonly string[] } = {},
): Viewer {
  const personId = given.personId === undefined ? newId() : given.personId;
  return {
    trustId: newId(),
    actor: personId ? { kind: 'PERSON', id: personId } : { kind: 'API_KEY', id: newId() },
    placeIds: [],
    allPlaces: false,
    purpose: null,
    requestId: newId(),
    ...given,
    personId,
    scopes: new Set(given.scopes ?? []),
  };
}
