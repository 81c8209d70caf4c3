import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `gateway/explorer/build.mjs` puts the bundle. */
const bundleFolder = fileURLToPath(new URL('../dist/explorer/', import.meta.url));

const typeOf: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.svg': 'image/svg+xml',
};

/** Nothing from anywhere else, and no script in the page. The editor writes its colours inline. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers a request for a page; returns whether it did. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * The explorer, for development alone: the page at `/` and, for a browser, at `/graphql`; what
 * it needs under `/explorer/`. The files are read once; a request can name nothing else.
 *
 * @returns undefined when the explorer was not built.
 */
export function explorerPages(folder = bundleFolder): Pages | undefined {
  const files = filesOf(folder);
  if (!files) return undefined;
  return ({ method, url = '', headers }, response) => {
    const isPage = url === '/' || (url === '/graphql' && headers.accept?.includes('text/html'));
    const name = isPage ? 'index.html' : /^\/explorer\/([\w.-]+)$/.exec(url)?.[1];
    const file = name === undefined ? undefined : files.get(name);
    if (!file || !name || (method !== 'GET' && method !== 'HEAD')) return false;
    response.writeHead(200, {
      'content-type': typeOf[extname(name)] ?? 'application/octet-stream',
      'content-length': file.length,
      'content-security-policy': policy,
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    response.end(method === 'HEAD' ? undefined : file);
    return true;
  };
}

function filesOf(folder: string): ReadonlyMap<string, Buffer> | undefined {
  try {
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && extname(entry.name) in typeOf)
      .map(({ name }): [string, Buffer] => [name, readFileSync(join(folder, name))]);
    return files.some(([name]) => name === 'index.html') ? new Map(files) : undefined;
  } catch {
    return undefined;
  }
}
