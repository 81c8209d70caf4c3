/**
 * What came of giving a message to a server:
 * - SENT: it took the message;
 * - REFUSED: it will never take it;
 * - LATER: it did not take it now;
 * - DOWN: no server was there to take it, and it was not handed over;
 * - UNKNOWN: it was handed over, and the connection broke before the answer.
 */
export interface Outcome {
  readonly kind: 'SENT' | 'REFUSED' | 'LATER' | 'DOWN' | 'UNKNOWN';
  /** Without any address: it is kept and logged. */
  readonly problem: string | null;
}

/** One of the things that a message tells. */
export interface NoticeText {
  readonly noticeId: string;
  readonly title: string;
  readonly text: string;
  /** Where a front end shows it: `/…`. */
  readonly path: string;
  /** ISO day: the last on which it is of use. */
  readonly closesOn: string | null;
}

/** What goes to somebody: one notice, or those of a digest. */
export interface Message {
  /** Of the first notice: the same each time, and what a report of failure names. */
  readonly id: string;
  /** An e-mail address or a telephone number. */
  readonly address: string;
  /** At least one. */
  readonly notices: readonly NoticeText[];
}

/** A connection by which messages go out one after another. */
export interface CarrierSession {
  /**
   * Gives a message to the server. It never rejects.
   *
   * @param onHandOver called before the server gets any of it; where that rejects, the server gets none.
   */
  readonly send: (message: Message, onHandOver: () => Promise<void>) => Promise<Outcome>;
  readonly close: () => void;
}

/** A way out for notices of one channel. */
export interface Carrier {
  readonly channel: 'EMAIL' | 'SMS';
  /** @throws Error when there is no server; its message has no address in it. */
  readonly open: () => Promise<CarrierSession>;
}
