import { afterAll, beforeAll } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { MailServer } from '../notice/mail-server.ts';
import { Smtp } from '../notice/smtp.ts';

/** An e-mail that came. */
export interface ReceivedMail {
  readonly to: string;
  readonly content: string;
}

/** A real SMTP server for one test file. */
export class TestMailServer implements MailServer {
  readonly received: ReceivedMail[] = [];
  /** Whether nobody answers. */
  isDown = false;
  /** What it answers to a recipient, where that is not yes. */
  refuse: (address: string) => { readonly code: number } | undefined = () => undefined;
  /** Whether it hangs up once it has an e-mail, without an answer. */
  hangsUp = false;
  readonly #server: SMTPServer;

  constructor() {
    this.#server = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['STARTTLS'], logger: false },
      onRcptTo: ({ address }, _, done) => {
        const answer = this.refuse(address);
        if (answer) done(Object.assign(new Error('no'), { responseCode: answer.code }));
        else done();
      },
      onData: (stream, session, done) => {
        void text(stream).then((content) => {
          const to = session.envelope.rcptTo.map(({ address }) => address).join();
          this.received.push({ to, content });
          if (!this.hangsUp) done();
          else for (const one of this.#server.connections) one.close();
        });
      },
    });
    this.#server.on('error', () => undefined);
    beforeAll(
      () =>
        new Promise<void>((resolve) => {
          this.#server.listen(0, '127.0.0.1', resolve);
        }),
    );
    afterAll(
      () =>
        new Promise<void>((resolve) => {
          this.#server.close(resolve);
        }),
    );
  }

  /** As it behaves when nothing is said. */
  reset(): void {
    this.received.length = 0;
    [this.isDown, this.hangsUp, this.refuse] = [false, false, () => undefined];
  }

  /** To whom e-mails came, in order of the alphabet. */
  get recipients(): string[] {
    return this.received.map(({ to }) => to).toSorted();
  }

  open() {
    const { port } = this.#server.server.address() as AddressInfo;
    return new Smtp(new URL(`smtp://127.0.0.1:${this.isDown ? 1 : port}`)).open();
  }
}
