import type { Outcome } from './carrier.ts';

/** An e-mail as it goes out. */
export interface Mail {
  /** Address of the trust’s own that it comes from, without a name. */
  readonly from: string;
  readonly to: string;
  /** Headers and text. */
  readonly content: Buffer;
}

/** A connection by which e-mails go out one after another. */
export interface MailSession {
  /**
   * Gives an e-mail to the server. It never rejects.
   *
   * @param onHandOver called once the server is ready for the text and before it gets any of it;
   *   where that rejects, the server gets none.
   */
  readonly send: (mail: Mail, onHandOver: () => Promise<void>) => Promise<Outcome>;
  readonly close: () => void;
}

/** Where e-mails go out. */
export interface MailServer {
  /** @throws Error when there is no server; its message has no address in it. */
  readonly open: () => Promise<MailSession>;
}
