import { connect, type Socket } from 'node:net';

/** A request, made again and again. `tagPlace` in its body is another text in each. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What stands in a body where each request has a text of its own. */
export const tagPlace = '[<id>]';

const tagLength = 12;

/** Longest that the last answer may take once the time is over, in milliseconds. */
const patience = 15_000;

/** One connection, which asks again as soon as it is answered. */
export class LoadCaller {
  readonly times: number[] = [];
  readonly finished: Promise<void>;
  failures = 0;
  readonly #socket: Socket;
  readonly #request: Buffer;
  readonly #tagAt: number;
  readonly #answer = new AnswerEnd();
  #asked = 0;
  #sentAt = 0;

  constructor(target: Target, index: number, end: number) {
    const { hostname, port } = new URL(target.url);
    this.#request = requestBytes(target);
    this.#tagAt = this.#request.lastIndexOf('#'.repeat(tagLength));
    this.#asked = index * 1_000_000_000;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.finished = new Promise((resolve) => {
      const giveUp = setTimeout(() => this.#socket.destroy(), end - performance.now() + patience);
      this.#socket.on('connect', () => {
        this.#ask();
      });
      this.#socket.on('data', (chunk) => {
        if (!this.#answer.take(chunk)) return;
        this.times.push(performance.now() - this.#sentAt);
        if (!this.#answer.isOk) this.failures += 1;
        if (performance.now() < end) this.#ask();
        else this.#socket.end();
      });
      this.#socket.on('error', () => this.#socket.destroy());
      this.#socket.on('close', () => {
        clearTimeout(giveUp);
        if (performance.now() < end || !this.#answer.isOver) this.failures += 1;
        resolve();
      });
    });
  }

  #ask(): void {
    this.#answer.begin();
    this.#asked += 1;
    if (this.#tagAt >= 0) {
      this.#request.write(String(this.#asked).padStart(tagLength, '0'), this.#tagAt, 'latin1');
    }
    this.#sentAt = performance.now();
    this.#socket.write(this.#request);
  }
}

function requestBytes({ url, headers, body }: Target): Buffer {
  const { host, pathname } = new URL(url);
  const text = body.replace(tagPlace, '#'.repeat(tagLength));
  const lines = Object.entries({ host, 'content-length': Buffer.byteLength(text), ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${head}\r\n${text}`);
}

/** Finds the end of an answer: by its length, or by the last chunk of those that do not tell it. */
class AnswerEnd {
  isOk = false;
  isOver = true;
  #head = '';
  #length: number | undefined;
  #got = 0;
  #tail = '';

  begin(): void {
    this.isOver = false;
    this.#head = '';
    this.#length = undefined;
    this.#got = 0;
    this.#tail = '';
  }

  /** @returns whether the answer is over. */
  take(chunk: Buffer): boolean {
    this.#got += chunk.length;
    if (this.#length === undefined) this.#readHead(chunk);
    if (this.#length === Infinity) {
      this.#tail = (this.#tail + chunk.toString('latin1', Math.max(0, chunk.length - 5))).slice(-5);
      this.isOver = this.#tail === '0\r\n\r\n';
    } else this.isOver = this.#length !== undefined && this.#got >= this.#length;
    return this.isOver;
  }

  #readHead(chunk: Buffer): void {
    this.#head += chunk.toString('latin1');
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#head.slice(0, end);
    this.isOk = head.startsWith('HTTP/1.1 200');
    const [, length] = /^content-length: (\d+)/im.exec(head) ?? [];
    this.#length = length === undefined ? Infinity : end + 4 + Number(length);
    this.#head = '';
  }
}
