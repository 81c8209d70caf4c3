import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { audience, clientId, redirectUri } from './demonstration-user.ts';

const longest = 10; // redirects

/**
 * Signs a demonstration user in as a browser would, by authorization code with PKCE.
 *
 * @param issuer of the user's trust.
 * @returns the access token.
 */
export async function signIn(issuer: string, user: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const start = new URL(`${issuer}/auth`);
  start.search = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid graph',
    resource: audience,
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: randomBytes(8).toString('hex'),
  }).toString();
  const code = await authorize(start, user);
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      resource: audience,
    }).toString(),
  });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

/** Follows the redirects, with cookies, until the code comes back. */
async function authorize(start: URL, user: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = start;
  for (let step = 0; step < longest; step += 1) {
    const response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    next = new URL(response.headers.get('location') ?? '', next);
    const code = next.searchParams.get('code');
    if (code) return code;
    const error = next.searchParams.get('error_description');
    if (error) throw new Error(`the identity provider refused: ${error}`);
    if (next.pathname.includes('/sign-in/')) next.searchParams.set('user', user);
    if (!response.headers.has('location'))
      throw new Error(`the identity provider answered ${response.status}`);
  }
  throw new Error('the identity provider did not come to an end');
}
