import { readAssertionKeys, signAssertion } from '@trellis/subgraph-kit/assertion';
import { newRequestId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';

const signingShape = z.object({
  trustId: z.string(),
  scopes: z.array(z.string()),
  /** By the address of a subgraph: its name, and the key of the gateway for it. */
  subgraphs: z.record(z.string(), z.object({ name: z.string(), key: z.string() })),
});

/** Whom a gateway that knows nothing of our assertions is made to vouch for: a key for the whole trust. */
export type Signing = z.infer<typeof signingShape>;

/** Headers that our own subgraphs ask for with each call, by its address and its exact bytes. */
export type HeadersOfCall = (url: string, body: string) => Record<string, string>;

/** @returns undefined where the environment names no subgraphs of ours: stubs ask for nothing. */
export function headersOfCalls({ SIGNING }: NodeJS.ProcessEnv): HeadersOfCall | undefined {
  if (SIGNING === undefined) return undefined;
  const { trustId, scopes, subgraphs } = signingShape.parse(JSON.parse(SIGNING));
  const viewer: Omit<Viewer, 'requestId'> = {
    trustId,
    personId: null,
    actor: { kind: 'API_KEY', id: 'bench' },
    placeIds: [],
    allPlaces: true,
    scopes: new Set(scopes),
    purpose: null,
  };
  const keys = new Map(
    Object.entries(subgraphs).map(([url, { name, key }]) => [
      url,
      { name, key: readAssertionKeys(key)[0] },
    ]),
  );
  return (url, body) => {
    const { name, key } = keys.get(url) ?? {};
    if (name === undefined || !key) throw new Error(`there is no key for ${url}`);
    const asker = { ...viewer, requestId: newRequestId() };
    return { authorization: signAssertion(key, name, asker, body) };
  };
}
