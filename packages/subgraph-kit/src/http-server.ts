import { lstatSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
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
  const server = serverOf(handler, patience);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ConfigurationError(cannotListen(error, host, requestedPort)));
    });
    server.listen(requestedPort, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, stop: () => drain(server, patience.drain) };
}

/**
 * The same at a socket of this host, for callers that share it.
 *
 * @param path of the socket; what a process that died left there is taken over.
 * @throws ConfigurationError when another process answers there, or the path cannot be used.
 */
export async function listenOnSocket(
  handler: RequestListener,
  path: string,
  patience = usualPatience,
): Promise<Pick<RunningServer, 'stop'>> {
  if (await isAbandoned(path)) rmSync(path);
  const server = serverOf(handler, patience);
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const why = whyNot(code);
      reject(new ConfigurationError(`The socket ${path} cannot be opened: ${why}.`));
    });
    server.listen(path, resolve);
  });
  return { stop: () => drain(server, patience.drain) };
}

/** @returns whether there is a socket that nobody listens to. */
function isAbandoned(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code === 'ECONNREFUSED' && lstatSync(path).isSocket());
    });
  });
}

function serverOf(handler: RequestListener, patience: ServerPatience): Server {
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
  return server;
}

function cannotListen({ code }: NodeJS.ErrnoException, host: string, port: number): string {
  const why = whyNot(code);
  return `Port ${String(port)} on ${host} cannot be opened: ${why}. Choose another with PORT.`;
}

function whyNot(code: string | undefined): string {
  return code === 'EADDRINUSE' ? 'something else is using it' : `the system says ${code ?? 'no'}`;
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
