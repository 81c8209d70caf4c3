import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that a test can block, as a cable does that is pulled: nothing comes, nothing goes. */
export class BreakableProxy {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((near) => {
    const far = connect(Number(this.#target.port), this.#target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('data', (data) => {
        if (!this.blocked) other.write(data);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  });
  blocked = false;

  /** @param target URL of the server behind, with its port. */
  constructor(target: string) {
    this.#target = new URL(target);
  }

  /** @returns the target's URL by way of the proxy. */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    return url.href;
  }

  /** Ends all connections; new ones can be made. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
