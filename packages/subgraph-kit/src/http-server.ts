import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from './config.ts';

/** How long a server waits for slow callers, in milliseconds. */
export interface ServerPatience {
  /** For all headers of a request to come. */
  readonly headers: number;
  /** For a whole request to come. */
  readonly request: number;
  /** For requests in flight, once the server stops. */
  readonly drain: number;
}

const usualPatience: ServerPatience = { headers: 10_000, request: 30_000, drain: 10_000 };
/** Idle connections outlive the caller's own patience, or it would write into a closing socket. */
const keepAlive = 65_000;
const mostHeaders = 100;
/** In bytes: an assertion that names a thousand places still fits. */
const largestHeaders = 65_536;

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
  patience = usualPatience,
): Promise<RunningServer> {
  const server = createServer({
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: Math.min(1_000, patience.headers),
    keepAliveTimeout: keepAlive,
    maxHeaderSize: largestHeaders,
  });
  server.on('request', (request, response) => {
    if (request.rawHeaders.length > 2 * mostHeaders) {
      response.writeHead(431, { connection: 'close' }).end();
    } else handler(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ConfigurationError(cannotListen(error, host, requestedPort)));
    });
    server.listen(requestedPort, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, stop: () => drain(server, patience.drain) };
}

function cannotListen({ code }: NodeJS.ErrnoException, host: string, port: number): string {
  const why =
    code === 'EADDRINUSE' ? 'something else is using it' : `the system says ${code ?? 'no'}`;
  return `Port ${String(port)} on ${host} cannot be opened: ${why}. Choose another with PORT.`;
}

async function drain(server: Server, patience: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  const impatience = setTimeout(() => {
    server.closeAllConnections();
  }, patience);
  // Connections become idle by and by, as their answers leave.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, 50);
  await closed;
  clearTimeout(impatience);
  clearInterval(sweep);
}
