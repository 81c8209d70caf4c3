import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './carrier.ts';
import type { Sms, SmsFate, SmsGateway } from './sms-gateway.ts';

/** Keeps SMS as files in place of sending them, as if each had arrived: for development. */
export class SmsFolder implements SmsGateway {
  readonly #folder: string;

  /** @param url `file:` and the path of the folder, which is made when it is not there. */
  constructor(url: URL) {
    this.#folder = fileURLToPath(url);
  }

  async send({ reference, to, text }: Sms, onHandOver: () => Promise<void>): Promise<Outcome> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await onHandOver();
    await writeFile(join(this.#folder, `${reference}.txt`), `To: ${to}\n\n${text}\n`, {
      mode: 0o600,
    });
    return { kind: 'SENT', problem: null };
  }

  fateOf(): Promise<SmsFate> {
    return Promise.resolve('DELIVERED');
  }
}
