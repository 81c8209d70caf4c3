import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { type HeadersOfCall, headersOfCalls } from './signed-calls.ts';

/**
 * `@apollo/gateway` in Apollo Server as they come: the first argument is the supergraph's file. Before our own
 * subgraphs its calls are signed, and nothing else is changed.
 */
const [file = '', port = '0'] = process.argv.slice(2);
const headersOf = headersOfCalls(process.env);
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(file, 'utf8'),
  ...(headersOf && { buildService: ({ url = '' }) => signing(url, headersOf) }),
});
const server = new ApolloServer({ gateway });
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(port) } });
process.once('disconnect', () => process.exit(0));

function signing(url: string, headersOf: HeadersOfCall): RemoteGraphQLDataSource {
  const source = new RemoteGraphQLDataSource({ url });
  const send = source.fetcher;
  source.fetcher = (address, init) =>
    send(address, {
      ...init,
      headers: { ...init?.headers, ...headersOf(address, String(init?.body)) },
    });
  return source;
}
