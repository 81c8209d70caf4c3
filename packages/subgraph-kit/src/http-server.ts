import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from './config.ts';

/** Longest that requests in flight may take once a server stops, in milliseconds. */
const drainTime = 10_000;

export interface RunningServer {
  readonly port: number;
  /** Takes no new request, lets those in flight finish, closes. */
  readonly stop: () => Promise<void>;
}

/**
 * @param requestedPort 0 lets the system choose.
 * @throws ConfigurationError when the port is taken or the address is not ours.
 */
export async function listen(
  handler: RequestListener,
  host: string,
  requestedPort: number,
): Promise<RunningServer> {
  // Idle connections outlive the caller's own patience, or it would write into a closing socket.
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 },
    handler,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ConfigurationError(cannotListen(error, host, requestedPort)));
    });
    server.listen(requestedPort, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, stop: () => drain(server) };
}

function cannotListen({ code }: NodeJS.ErrnoException, host: string, port: number): string {
  const why = code === 'EADDRINUSE' ? 'something else is using it' : `the system says ${code ?? 'no'}`;
  return `Port ${String(port)} on ${host} cannot be opened: ${why}. Choose another with PORT.`;
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => { resolve(); }));
  server.closeIdleConnections();
  const impatience = setTimeout(() => { server.closeAllConnections(); }, drainTime);
  await closed;
  clearTimeout(impatience);
}
