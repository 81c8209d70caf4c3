import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  getNamedType,
  getNullableType,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { z } from 'zod';

type Row = Readonly<Record<string, unknown>>;

/** Rows of the page that a connection stands for. */
const rowsOfPage = Symbol('rows of a page');

const requestShape = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** Our own subgraphs by schema alone: every question is answered, with pages as long as asked for. */
export class ImaginedSubgraphs {
  readonly #servers: Server[] = [];

  /** @returns where each answers. */
  async start(names: readonly string[]): Promise<Map<string, string>> {
    const urls = new Map<string, string>();
    for (const name of names) {
      const file = new URL(`../../../subgraphs/${name}/src/schema.graphql`, import.meta.url);
      const typeDefs = parse(readFileSync(file, 'utf8'));
      const port = await this.#serve(buildSubgraphSchema([{ typeDefs }]));
      urls.set(name, `http://127.0.0.1:${port}/graphql`);
    }
    return urls;
  }

  stop(): void {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  async #serve(schema: GraphQLSchema): Promise<number> {
    const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const sent = Buffer.concat(chunks);
        const isPacked = request.headers['content-encoding'] === 'gzip';
        const asked = (isPacked ? gunzipSync(sent) : sent).toString();
        void answerTo(schema, asked).then((text) => {
          response.writeHead(200, { 'content-type': 'application/json' }).end(text);
        });
      });
    });
    this.#servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }
}

async function answerTo(schema: GraphQLSchema, body: string): Promise<string> {
  const { query, variables } = requestShape.parse(JSON.parse(body));
  const result = await execute({
    schema,
    document: parse(query),
    variableValues: variables ?? {},
    fieldResolver: imagine,
    typeResolver: (value, _, __, type) =>
      isRow(value) && typeof value['__typename'] === 'string'
        ? value['__typename']
        : schema.getPossibleTypes(type)[0]?.name,
  });
  return JSON.stringify(result);
}

const imagine: GraphQLFieldResolver<unknown, unknown> = (source, given: Row, _, info) => {
  const row: Row = isRow(source) ? source : {};
  const known = row[info.fieldName];
  if (known !== undefined) return known;
  if (info.fieldName === 'principalOfApiKey') return principal;
  const type = getNullableType(info.returnType);
  if (!isListType(type)) return imagineOne(given, info);
  const rows = Number(row[rowsOfPage as never] ?? given['first'] ?? assumedSize(info));
  return Array.from({ length: rows }, () => imagineOne(given, info));
};

let made = 0;

function imagineOne(given: Row, info: GraphQLResolveInfo): unknown {
  const type = getNamedType(info.returnType);
  if (isObjectType(type) || isAbstractType(type)) {
    const rows = given['first'] ?? given['last'];
    return { [rowsOfPage]: rows ?? (type.name.endsWith('Connection') ? 25 : undefined) };
  }
  if (isEnumType(type)) return type.getValues()[0]?.value;
  made += 1;
  return { Int: 7, Float: 0.5, Boolean: true, ID: `id-${made}`, Pence: 700 }[type.name] ?? 'a text';
}

function assumedSize({ parentType, fieldName }: GraphQLResolveInfo): number {
  const directives = parentType.getFields()[fieldName]?.astNode?.directives ?? [];
  const list = directives.find(({ name }) => name.value === 'listSize');
  const size = list?.arguments?.find(({ name }) => name.value === 'assumedSize')?.value;
  return size?.kind === Kind.INT ? Number(size.value) : 5;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}

/** Somebody who may do everything, without end. */
const principal = {
  trustId: 'trust',
  personId: null,
  actorKind: 'API_KEY',
  actorId: 'attacker',
  placeIds: [],
  allPlaces: true,
  scopes: scopesOf(
    readFileSync(new URL('../../../gateway/supergraph.graphql', import.meta.url), 'utf8'),
  ),
  hourlyCost: 2_000_000_000,
  trustedDocumentsOnly: false,
};

/** Every scope that the supergraph asks for, and the one for reading it. */
function scopesOf(sdl: string): string[] {
  const asked = [...sdl.matchAll(/@requiresScopes\(scopes: (\[\[.*?\]\])\)/g)];
  const named = asked.flatMap(([, list = '']) => [...list.matchAll(/"([^"]+)"/g)]);
  return [...new Set([...named.map(([, scope = '']) => scope), 'schema:read'])];
}
