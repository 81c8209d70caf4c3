import type { Drained } from '@trellis/events/event-delivery';

/** Longest between two looks at the events, in milliseconds, should nobody say that there are some. */
const longestWait = 1_000;
/** Between two looks while events wait for a transaction to be over, in milliseconds. */
const heldUpWait = 20;
/** After a failure of ours or of the database, in milliseconds. */
const waitAfterDefect = 500;

/** Something that tells a subscriber what there is, such as `EventDelivery`. */
export interface Drain {
  readonly drain: (isStopping: () => boolean) => Promise<Drained>;
}

/** Keeps one subscriber told: whenever it is woken, when a retry is due, and now and then. */
export class DeliveryLoop {
  readonly #delivery: Drain;
  readonly #onDefect: (defect: unknown) => void;
  #woken: (() => void)[] = [];
  #interrupt: () => void = () => undefined;
  #isStopping = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(delivery: Drain, onDefect: (defect: unknown) => void) {
    this.#delivery = delivery;
    this.#onDefect = onDefect;
  }

  start(): void {
    this.#ended = this.#run();
  }

  /** @returns when everything has been tried that was there at the call. */
  wake(): Promise<void> {
    if (this.#isStopping) return Promise.resolve(); // whoever runs next finds the events
    const tried = new Promise<void>((resolve) => this.#woken.push(resolve));
    this.#interrupt();
    return tried;
  }

  /** Finishes the request under way and sends no more. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#interrupt();
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const woken = this.#woken.splice(0);
      const wait = await this.#drain();
      for (const resolve of woken) resolve();
      if (this.#woken.length === 0) await this.#pause(wait);
    }
    for (const resolve of this.#woken.splice(0)) resolve();
  }

  /** @returns how long to wait then, in milliseconds. */
  async #drain(): Promise<number> {
    try {
      const { nextAttemptAt, isHeldUp } = await this.#delivery.drain(() => this.#isStopping);
      if (isHeldUp) return heldUpWait;
      if (nextAttemptAt === null) return longestWait;
      return Math.min(Math.max(nextAttemptAt.getTime() - Date.now(), 0), longestWait);
    } catch (defect) {
      this.#onDefect(defect);
      return waitAfterDefect;
    }
  }

  #pause(milliseconds: number): Promise<void> {
    if (this.#isStopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
