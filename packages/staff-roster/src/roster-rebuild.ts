import { type AssertionKey, signAssertion } from '@trellis/subgraph-kit/assertion';
import type { Database } from '@trellis/subgraph-kit/database';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { z } from 'zod';
import { RosterService } from './roster.service.ts';
import {
  staffFactsPageShape,
  staffFactsPath,
  staffFactsScope,
  type staffFactsQuestionShape,
  trustsShape,
} from './staff-facts.ts';

/** Longest to wait for a page, in milliseconds. */
const patience = 20_000;

/** Where people answers, and the key under which it takes our questions. */
export interface PeopleAddress {
  /** GraphQL endpoint of people. */
  readonly url: string;
  readonly key: AssertionKey;
}

/**
 * Builds a roster from what people knows now, whatever the roster has: nothing, or something wrong.
 * Events go on being applied meanwhile. Each page says of each person up to which event it holds, so
 * that of page and event the newer stays, whichever comes first.
 */
export class RosterRebuild {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleAddress,
  ) {}

  /**
   * @param advance told how many more people are in the roster.
   * @returns how many people there are in all.
   * @throws Error when people does not answer; doing it again is safe.
   */
  async run(advance: (people: number) => void): Promise<number> {
    const { trustIds } = trustsShape.parse(await this.#ask({ trustId: null }));
    let all = 0;
    for (const trustId of trustIds) {
      all += await this.#rebuildTrust(trustId, advance);
    }
    return all;
  }

  async #rebuildTrust(trustId: string, advance: (people: number) => void): Promise<number> {
    const viewer = jobViewer('roster rebuild', [], trustId);
    const roster = new RosterService(this.db);
    const [{ began } = { began: '' }] = await this.db.as(viewer, () =>
      this.db.rows<{ began: string }>('SELECT clock_timestamp()::text AS began'),
    );
    let after: string | null = null;
    let count = 0;
    for (;;) {
      const page = staffFactsPageShape.parse(await this.#ask({ trustId, after }));
      const { people } = page;
      await this.db.as(viewer, () => roster.keep(viewer, people));
      count += people.length;
      advance(people.length);
      after = people.at(-1)?.id ?? null;
      if (!page.hasMore) break;
    }
    // Whom people did not name is not there, unless an event has come since.
    await this.db.as(viewer, () =>
      this.db.rows('DELETE FROM roster_person WHERE trust_id = $1 AND kept_at < $2::timestamptz', [
        trustId,
        began,
      ]),
    );
    return count;
  }

  async #ask(question: z.input<typeof staffFactsQuestionShape>): Promise<unknown> {
    const { url, key } = this.people;
    const body = JSON.stringify(question);
    const viewer = jobViewer('roster rebuild', [staffFactsScope]);
    const response = await fetch(new URL(staffFactsPath, url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: signAssertion(key, 'people', viewer, body),
      },
      body,
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) throw new Error(`People answered ${response.status}.`);
    return response.json();
  }
}
