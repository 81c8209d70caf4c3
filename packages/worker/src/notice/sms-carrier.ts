import type { Carrier, CarrierSession } from './carrier.ts';
import { smsText } from './sms-text.ts';
import type { SmsGateway } from './sms-gateway.ts';

/** How SMS go out. */
export interface SmsSettings {
  readonly gateway: SmsGateway;
  readonly frontEnd: URL | undefined;
}

/** Notices by SMS. */
export class SmsCarrier implements Carrier {
  readonly channel = 'SMS';
  readonly #settings: SmsSettings;

  constructor(settings: SmsSettings) {
    this.#settings = settings;
  }

  open(): Promise<CarrierSession> {
    const { gateway, frontEnd } = this.#settings;
    return Promise.resolve({
      close: () => undefined,
      send: ({ id: reference, address: to, notices }, onHandOver) =>
        gateway.send({ reference, to, text: smsText(notices, frontEnd) }, onHandOver),
    });
  }
}
