import { once } from 'node:events';
import { createServer } from 'node:net';
import { EmbeddedPostgresProblem, messageOf } from './problem.ts';

/**
 * A port of 127.0.0.1 that is free now: the wanted one, else any.
 *
 * @throws EmbeddedPostgresProblem when this machine opens none.
 */
export async function freePort(wanted: number): Promise<number> {
  const server = createServer().listen({ host: '127.0.0.1', port: wanted, exclusive: true });
  try {
    await once(server, 'listening');
  } catch (cause) {
    if (wanted !== 0) return freePort(0);
    const detail = messageOf(cause);
    throw new EmbeddedPostgresProblem(`No port of 127.0.0.1 can be opened: ${detail}`, { cause });
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : wanted;
}
