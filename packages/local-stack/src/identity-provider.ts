import { createPrivateKey } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';
import { z } from 'zod';
import { audience, clientId, type Realm, realms, redirectUri } from './demonstration-user.ts';

/**
 * A real OpenID provider for the demonstration users, in development alone: whoever reaches it may be
 * any of them. It stands in for the trusts' own providers, one issuer a trust.
 */
const environment = z
  .object({
    NODE_ENV: z.literal(
      'development',
      'the development identity provider never runs in production',
    ),
    PORT: z.coerce.number(),
    TOKEN_KEY: z.string(),
    COOKIE_KEY: z.string(),
  })
  .parse(process.env);

const origin = `http://127.0.0.1:${String(environment.PORT)}`;
const key = createPrivateKey(environment.TOKEN_KEY).export({ format: 'jwk' });

function configuration(realm: Realm): Configuration {
  return {
    jwks: { keys: [{ ...key, alg: 'ES256', use: 'sig', kid: 'development-1' }] as never },
    cookies: { keys: [environment.COOKIE_KEY] },
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
        application_type: 'native',
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    findAccount: (_context, id) =>
      realms[realm].some((name) => name === id)
        ? { accountId: id, claims: () => ({ sub: id }) }
        : undefined,
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'graph',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 8 * 60 * 60,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    interactions: { url: (_context, { uid }) => `/${realm}/sign-in/${uid}` },
    loadExistingGrant: async (context) => {
      const { Grant } = context.oidc.provider;
      const grant = new Grant({ clientId, accountId: context.oidc.session?.accountId });
      grant.addOIDCScope('openid');
      grant.addResourceScope(audience, 'graph');
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 60, Grant: 8 * 60 * 60, IdToken: 600 },
  };
}

const providers = new Map<string, { realm: Realm; provider: Provider }>();
for (const realm of ['main', 'other'] as const) {
  const provider = new Provider(`${origin}/${realm}`, configuration(realm));
  providers.set(realm, { realm, provider });
}

async function signIn(
  { realm, provider }: { realm: Realm; provider: Provider },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const user = new URL(request.url ?? '/', origin).searchParams.get('user');
  if (user && realms[realm].some((name) => name === user)) {
    await provider.interactionFinished(request, response, {
      login: { accountId: user },
      consent: {}, // choosing a demonstration user is consent enough
    });
    return;
  }
  const path = (request.url ?? '').split('?')[0] ?? '';
  const choices = realms[realm]
    .map((name) => `<li><a href="/${realm}${path}?user=${name}">${name}</a></li>`)
    .join('');
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    .end(`<!doctype html><title>Sign in</title><h1>Who do you want to be?</h1><ul>${choices}</ul>`);
}

const server = createServer((request, response) => {
  const [, first = '', rest = '/'] = /^\/(\w+)(\/.*)$/.exec(request.url ?? '') ?? [];
  const found = providers.get(first);
  if (request.url === '/readyz') response.writeHead(200).end('up');
  else if (!found) response.writeHead(404).end();
  else {
    Object.assign(request, { originalUrl: request.url, baseUrl: `/${first}` });
    request.url = rest;
    if (rest.startsWith('/sign-in/')) {
      void signIn(found, request, response).catch(() =>
        response.writeHead(400).end('Start again.'),
      );
    } else void found.provider.callback()(request, response);
  }
});

server.listen(environment.PORT, '127.0.0.1');
const stop = () => server.close(() => process.exit(0)).closeAllConnections();
process.once('SIGTERM', stop);
process.once('disconnect', stop);
