import { type Dispatcher, Pool } from 'undici';

export interface CallerSettings {
  /** Calls that may be under way at once; more wait, within their time. */
  readonly callsAtOnce: number;
  /** Idle sockets are dropped after so many milliseconds: sooner than the other side drops them. */
  readonly idleTime: number;
  /** Largest answer that is taken, in bytes. */
  readonly answerLimit: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Where requests go when an address is a socket of this host. */
const socketPath = '/graphql';

/** Posts to one address over sockets that stay open, one request at a time on each. */
export class HttpCaller {
  readonly #pool: Pool;
  readonly #path: string;

  /** @param url `http:`, `https:`, or `unix:/path/of/a.sock`, where `/graphql` is asked for. */
  constructor(url: URL, { callsAtOnce, idleTime, answerLimit }: CallerSettings) {
    const isSocket = url.protocol === 'unix:';
    this.#path = isSocket ? socketPath : `${url.pathname}${url.search}`;
    this.#pool = new Pool(isSocket ? 'http://localhost' : url.origin, {
      ...(isSocket && { socketPath: decodeURIComponent(url.pathname) }),
      connections: callsAtOnce,
      pipelining: 1,
      keepAliveTimeout: idleTime,
      keepAliveMaxTimeout: idleTime,
      maxResponseSize: answerLimit,
      // The clock of each call is the only one.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * @param timeout longest wait for the whole answer, in milliseconds.
   * @throws CallTimeout, or the error of undici, when there is no whole answer.
   */
  post(
    body: string | Buffer,
    headers: Record<string, string>,
    timeout: number,
  ): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const call = new Call(resolve, reject, timeout);
      this.#pool.dispatch({ path: this.#path, method: 'POST', headers, body }, call);
    });
  }

  /** Lets go of the sockets; calls under way end. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/** The whole answer did not come in time. */
export class CallTimeout extends Error {
  override readonly name = 'TimeoutError';
}

/** One call as undici tells of it. */
class Call implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #late: CallTimeout | undefined;
  #status = 0;
  #contentType = '';

  constructor(
    resolve: (answer: HttpAnswer) => void,
    reject: (error: Error) => void,
    timeout: number,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => {
      this.#late = new CallTimeout('no answer in time');
      this.#controller?.abort(this.#late);
      this.#reject(this.#late);
    }, timeout);
  }

  /** It may have waited for a socket until nobody waited for it. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#late) controller.abort(this.#late);
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    this.#contentType = String(headers['content-type']);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer);
    const [first, ...others] = this.#chunks;
    const whole = others.length === 0 ? first : Buffer.concat(this.#chunks);
    const text = whole?.toString('utf8') ?? '';
    this.#resolve({ status: this.#status, contentType: this.#contentType, text });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    clearTimeout(this.#timer);
    this.#reject(error);
  }
}
