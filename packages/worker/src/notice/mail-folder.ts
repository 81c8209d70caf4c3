import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MailServer, MailSession } from './mail-server.ts';

/** Keeps e-mails as files in place of sending them: for development. */
export class MailFolder implements MailServer {
  readonly #folder: string;

  /** @param url `file:` and the path of the folder, which is made when it is not there. */
  constructor(url: URL) {
    this.#folder = fileURLToPath(url);
  }

  async open(): Promise<MailSession> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    return {
      send: async ({ content }, onHandOver) => {
        await onHandOver();
        await writeFile(join(this.#folder, `${randomUUID()}.eml`), content, { mode: 0o600 });
        return { kind: 'SENT', problem: null };
      },
      close: () => undefined,
    };
  }
}
