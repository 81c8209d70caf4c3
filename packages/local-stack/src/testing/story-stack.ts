import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@trellis/embedded-postgres/launcher';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { Journey } from './journey.ts';
import { StartedStack } from './started-stack.ts';

const dayInMilliseconds = 86_400_000;

/** England's day, so many days from today. */
export const inDays = (days: number) => londonDay(new Date(Date.now() + days * dayInMilliseconds));

/** A running Trellis over a PostgreSQL that tests can reach, from before the first test to after the last. */
export class StoryStack {
  #stack: StartedStack | undefined;
  #server: EmbeddedPostgres | undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'trellis-journey-'));

  constructor() {
    beforeAll(async () => {
      this.#server = await startEmbeddedPostgres({ folder: this.#folder, durable: false });
      this.#stack = await StartedStack.create();
      await this.#stack.start({ DATABASE_URL: this.superuserUrl });
    }, 180_000);
    afterAll(async () => {
      await this.#stack?.stop();
      await this.#server?.stop();
      this.#stack?.remove();
      rmSync(this.#folder, { recursive: true });
    }, 60_000);
  }

  get running(): StartedStack {
    if (!this.#stack) throw new Error('it runs once the tests have begun');
    return this.#stack;
  }

  get superuserUrl(): string {
    return this.#server?.superuserUrl ?? '';
  }

  /** @param story the folder of its steps, below `examples`. */
  journey(story: string): Journey {
    return new Journey(
      story,
      () => this.running,
      () => this.superuserUrl,
    );
  }
}
