import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { z } from 'zod';
import type { StubSubgraph } from './benchmark-graph.ts';
import { schoolGraph } from './school-graph.ts';
import { shopGraph } from './shop-graph.ts';

/** What is another text in each request. */
const tag = /tag-[^"]*?-end/;

/**
 * A process with the subgraphs of both graphs. Each works out an answer the first time it is asked,
 * and from then on sends the same bytes: so it is the gateways that are measured.
 */
const ports = new Map<string, number>();
for (const subgraph of [...schoolGraph.subgraphs, ...shopGraph.subgraphs]) {
  ports.set(subgraph.name, await serveStub(subgraph));
}
process.send?.([...ports]);
process.once('disconnect', () => process.exit(0));

async function serveStub({ sdl, resolvers }: StubSubgraph): Promise<number> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
  const prepared = new Map<string, Buffer>();
  const requestShape = z.object({
    query: z.string(),
    operationName: z.string().nullish(),
    variables: z.record(z.string(), z.unknown()).nullish(),
  });
  const prepare = async (body: string): Promise<Buffer> => {
    const { query, operationName, variables } = requestShape.parse(JSON.parse(body));
    const result = await graphql({
      schema,
      source: query,
      operationName: operationName ?? null,
      variableValues: variables ?? {},
    });
    if (result.errors) throw new Error(`a stub was asked what it cannot answer: ${query}`);
    return Buffer.from(JSON.stringify(result));
  };
  const answer = async (asked: string): Promise<Buffer> => {
    const body = asked.replace(tag, 'tag');
    const known = prepared.get(body) ?? (await prepare(body));
    prepared.set(body, known);
    return known;
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString(); // the stubs' questions are ASCII
    });
    request.on('end', () => {
      void answer(body).then((bytes) => {
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': bytes.length,
        });
        response.end(bytes);
      });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
