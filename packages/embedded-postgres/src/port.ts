import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { codeOf, EmbeddedPostgresProblem, messageOf } from './problem.ts';

/**
 * Below the ports from which systems serve outgoing connections (Linux from 32768, others from
 * 49152): between finding a port free here and listening on it, no connection can take it.
 */
const [lowest, highest] = [20_000, 32_767];
const attempts = 50;

/**
 * A port of 127.0.0.1 that is free now: the wanted one, else any.
 *
 * @throws EmbeddedPostgresProblem when this machine opens none.
 */
export async function freePort(wanted = 0): Promise<number> {
  if (wanted !== 0 && (await isFree(wanted))) return wanted;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) return port;
  }
  throw new EmbeddedPostgresProblem(
    `No port of 127.0.0.1 can be opened: ${attempts} between ${lowest} and ${highest} are in use.`,
  );
}

/**
 * @returns whether something could listen there now.
 * @throws EmbeddedPostgresProblem when this machine opens none.
 */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen({ host: '127.0.0.1', port, exclusive: true });
  try {
    await once(server, 'listening');
  } catch (cause) {
    if (taken.has(codeOf(cause))) return false;
    const detail = messageOf(cause);
    throw new EmbeddedPostgresProblem(`No port of 127.0.0.1 can be opened: ${detail}`, { cause });
  }
  server.close();
  await once(server, 'close');
  return true;
}

/** In use, or kept from this user. */
const taken = new Set<unknown>(['EADDRINUSE', 'EACCES']);
