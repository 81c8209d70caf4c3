import type { Carrier, CarrierSession } from './carrier.ts';
import type { MailServer } from './mail-server.ts';
import { noticeMail } from './notice-mail.ts';

/** How e-mails go out. */
export interface MailSettings {
  readonly server: MailServer;
  /** The address that e-mails come from. */
  readonly from: string;
  readonly frontEnd: URL | undefined;
}

/** Notices by e-mail. */
export class MailCarrier implements Carrier {
  readonly channel = 'EMAIL';
  readonly #settings: MailSettings;

  constructor(settings: MailSettings) {
    this.#settings = settings;
  }

  async open(): Promise<CarrierSession> {
    const { server, from, frontEnd } = this.#settings;
    const { send, close } = await server.open();
    return {
      close,
      send: async (message, onHandOver) =>
        send(await noticeMail(message, from, frontEnd), onHandOver),
    };
  }
}
