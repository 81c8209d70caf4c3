import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Stands before a graph, and from the time that one says keeps its answers for itself. */
export class HeldAnswers {
  readonly #graphUrl: string;
  readonly #server: Server;
  readonly #held: () => void;
  readonly #from: number;
  #chunks = 0;
  /** Resolves when the graph has answered the first chunk whose answer is held. */
  readonly reached: Promise<void>;

  /** @param from the first chunk, from 1, whose answer the client does not get. */
  constructor(graphUrl: string, from: number) {
    this.#graphUrl = graphUrl;
    this.#from = from;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    [this.reached, this.#held] = [promise, () => resolve(undefined)];
    this.#server = createServer((request, response) => {
      void this.#pass(request, response);
    });
  }

  /** @returns its address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/graphql`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) if (piece instanceof Buffer) pieces.push(piece);
    const body = Buffer.concat(pieces).toString();
    const { authorization = '' } = request.headers;
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await fetch(this.#graphUrl, { method: 'POST', headers, body });
    const text = await answer.text();
    if (body.includes('mutation PushRecords')) this.#chunks += 1;
    if (this.#chunks >= this.#from) this.#held();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  }
}
