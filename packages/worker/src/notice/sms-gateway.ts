import type { Outcome } from './carrier.ts';

/** An SMS as it goes out. */
export interface Sms {
  /** Ours: by it the gateway says later what became of the SMS. */
  readonly reference: string;
  /** `+` and digits. */
  readonly to: string;
  readonly text: string;
}

/** What the gateway knows of an SMS; UNKNOWN also where it has none of that reference. */
export type SmsFate = 'DELIVERED' | 'FAILED' | 'UNDER_WAY' | 'UNKNOWN';

/** A service that sends SMS. */
export interface SmsGateway {
  /**
   * Gives an SMS to the gateway. It never rejects.
   *
   * @param onHandOver called before the gateway gets any of it; where that rejects, it gets none.
   */
  readonly send: (sms: Sms, onHandOver: () => Promise<void>) => Promise<Outcome>;
  /** @throws Error when the gateway does not say; its message has no number in it. */
  readonly fateOf: (reference: string) => Promise<SmsFate>;
}
