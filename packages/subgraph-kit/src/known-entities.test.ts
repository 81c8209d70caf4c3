import { afterEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from './ids.ts';
import { OwningSubgraph } from './known-entities.ts';
import { aShelf } from './testing/example/example-rows.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

const secret = randomBytes(32);
const example = testSubgraph(exampleSubgraph, {
  ASSERTION_KEYS: `study/1:${secret.toString('base64url')}`,
});
const key = { issuer: 'study', id: '1', secret };
const owner = () => new OwningSubgraph('example', example.url, key);
const aJar = (id: string = newId()) => ({ type: 'Jar', id });

describe('entities of another subgraph', () => {
  it('are unknown when they do not exist, are of another trust, or are no ids', async () => {
    const viewer = aViewer();
    const [own, foreign] = [
      await aShelf(example.database.name, viewer, [{ label: 'a' }]),
      await aShelf(example.database.name, aViewer(), [{ label: 'b' }]),
    ];
    const unknown = [aJar(), ...foreign.jarIds.map(aJar), aJar('no id')];
    const known = [...own.jarIds.map(aJar), { type: 'Shelf', id: own.id }];
    expect(await owner().unknownTo(viewer, [...known, ...unknown])).toEqual(unknown);
  });

  it('are found by another of their keys, those that the viewer sees, in the order asked for', async () => {
    const viewer = aViewer();
    const own = await aShelf(example.database.name, viewer, [{ label: 'a' }]);
    const foreign = await aShelf(example.database.name, aViewer(), []);
    const shelves = [newId(), own.id, foreign.id].map((value) => ({
      ...{ type: 'Shelf', field: 'id', value },
    }));

    expect(await owner().idsBy(viewer, shelves)).toEqual([null, own.id, null]);
    expect(await owner().idsBy(viewer, [])).toEqual([]);
  });

  it('are asked for in pieces that their owner takes', async () => {
    const keys = Array.from({ length: 1_201 }, () => aJar());
    expect(await owner().unknownTo(aViewer(), keys)).toEqual(keys);
  });

  it('are not asked for when there are none', async () => {
    const nobody = new OwningSubgraph('example', 'http://127.0.0.1:1/graphql', key);
    expect(await nobody.unknownTo(aViewer(), [])).toEqual([]);
  });
});

describe('an owner of entities', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const unavailable = { code: 'SUBGRAPH_UNAVAILABLE' };

  it('that is not there, or does not know us, is unavailable', async () => {
    const dead = new OwningSubgraph('example', 'http://127.0.0.1:1/graphql', key);
    await expect(dead.unknownTo(aViewer(), [aJar()])).rejects.toMatchObject(unavailable);
    const stranger = new OwningSubgraph('example', example.url, { ...key, id: 'stranger' });
    await expect(stranger.unknownTo(aViewer(), [aJar()])).rejects.toMatchObject(unavailable);
  });

  it.each([
    ['an error page', '<html>password authentication failed for user x</html>'],
    ['half of an answer', '{"data":{"_entities":[nu'],
    ['something else', '{"data":null}'],
    ['too few entities', '{"data":{"_entities":[]}}'],
    ['an error', '{"data":{"_entities":[null]},"errors":[{"message":"password"}]}'],
    ['nothing at all', undefined],
  ])('that answers %s is unavailable, and nothing of it is repeated', async (_, answer) => {
    server = createServer((_request, response) => {
      if (answer !== undefined) response.end(answer);
    });
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const { port } = listening.address() as AddressInfo;
    const owning = new OwningSubgraph('example', `http://127.0.0.1:${String(port)}/`, key);
    const asking = owning.unknownTo(aViewer(), [aJar()]);
    await expect(asking).rejects.toMatchObject(unavailable);
    await expect(asking).rejects.not.toThrow(/password/);
  });
});
