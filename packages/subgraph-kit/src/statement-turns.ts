import type { Client } from 'pg';

interface Turn {
  readonly answers: Promise<unknown>[];
  /** When each of its statements is answered, well or ill. */
  readonly over: Promise<unknown>;
}

/**
 * Statements that are sent in one turn of the event loop go out in one write, for a write costs as
 * much as all the rest of sending a statement. Their answers are told together: so what the next level
 * of a query asks for is asked in one batch, however the answers happened to arrive.
 */
export class StatementTurns {
  readonly #stream: Client['connection']['stream'];
  #turn: Turn | undefined;

  constructor(client: Client) {
    this.#stream = client.connection.stream;
  }

  /** @param ask sends one statement, at once. */
  async send<T>(ask: () => Promise<T>): Promise<T> {
    const turn = (this.#turn ??= this.#begin());
    const answer = ask();
    turn.answers.push(answer);
    await turn.over;
    return answer;
  }

  #begin(): Turn {
    const answers: Promise<unknown>[] = [];
    this.#stream.cork();
    const over = new Promise((resolve) => {
      process.nextTick(() => {
        this.#turn = undefined;
        this.#stream.uncork();
        resolve(Promise.allSettled(answers));
      });
    });
    return { answers, over };
  }
}
