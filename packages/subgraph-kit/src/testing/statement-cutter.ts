import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Whether a connection ends before the statement comes, or when it was done and before the reply. */
export type CutPlace = 'BEFORE' | 'AFTER';

/** A way to PostgreSQL that can be made to break at any statement. */
export class StatementCutter {
  readonly #server = createServer((near) => {
    this.#join(near);
  });
  readonly #open = new Set<Socket>();
  #target: URL | undefined;
  #left = 0;
  #place: CutPlace = 'BEFORE';
  /** How many connections were cut. */
  cuts = 0;

  /** Listens; where it leads is said by `to`. */
  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** @returns the URL of a database by this way. */
  to(target: string): string {
    this.#target = new URL(target);
    const url = new URL(target);
    url.host = `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
    return url.href;
  }

  /** Cuts the connection on which the statement comes that is so many from now, the next being 1. */
  cutAt(statement: number, place: CutPlace): void {
    [this.#left, this.#place] = [statement, place];
  }

  /** Cuts no more. */
  heal(): void {
    this.#left = 0;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #join(near: Socket): void {
    if (!this.#target) throw new Error('nobody has said where it leads');
    const far = connect(Number(this.#target.port), this.#target.hostname);
    const messages = new ClientMessages();
    let isDone = false;
    const cut = () => {
      this.cuts += 1;
      near.destroy();
      far.destroy();
    };
    near.on('data', (data) => {
      const counted = messages.statementsIn(data);
      const isDue = this.#left > 0 && counted >= this.#left;
      this.#left = Math.max(this.#left - counted, 0);
      isDone = isDue && this.#place === 'AFTER';
      if (isDue && !isDone) cut();
      else far.write(data);
    });
    far.on('data', (data) => {
      if (isDone) cut();
      else near.write(data);
    });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#open.delete(socket);
        other.destroy();
      });
    }
  }
}

const statementTypes = new Set(['Q', 'E'].map((letter) => letter.charCodeAt(0)));

/** What a client of PostgreSQL sends: a type and a length before each message, but for the first. */
class ClientMessages {
  #rest: Buffer = Buffer.alloc(0);
  #isStarted = false;

  /** @returns how many statements have come whole with these bytes. */
  statementsIn(data: Buffer): number {
    this.#rest = Buffer.concat([this.#rest, data]);
    let statements = 0;
    for (;;) {
      const head = this.#isStarted ? 1 : 0;
      if (this.#rest.length < head + 4) return statements;
      const end = head + this.#rest.readUInt32BE(head);
      if (this.#rest.length < end) return statements;
      if (this.#isStarted && statementTypes.has(this.#rest.readUInt8(0))) statements += 1;
      this.#rest = this.#rest.subarray(end);
      this.#isStarted = true;
    }
  }
}
