import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import { projectFolder } from '../folder.ts';
import type { StartedStack } from './started-stack.ts';

/** What passes with the time of an opportunity: when it was told of, by table and column. */
const times = {
  opportunity: ['opens_on', 'closes_on', 'published_at'],
  opportunity_version: ['made_at', 'closes_on'],
  opportunity_eligible: ['added_at'],
  opportunity_notice: ['asked_at', 'reached_at', 'alternative_on'],
} as const;

const timesElsewhere = {
  placement: ['starts_on', 'ends_on'],
  deployment_day: ['day'],
} as const;

const timesOfTeam = {
  project_team: ['starts_on', 'ends_on'],
  project_lead: ['from_on'],
  placement: ['starts_on', 'ends_on'],
} as const;

const stated = z.object({ state: z.string() });

/** The steps of a folder of `examples`, each taken over HTTP by the user whom it names or another. */
export class Journey {
  readonly #taken = new Set<string>();

  /** @param folder within `examples`. */
  constructor(
    private readonly folder: string,
    private readonly stack: () => StartedStack,
    private readonly superuserUrl: () => string,
  ) {}

  /** Files of the steps, in order. */
  get steps(): string[] {
    return readdirSync(join(projectFolder, 'examples', this.folder)).toSorted();
  }

  /** Those that nobody has taken so far. */
  get left(): string[] {
    return this.steps.filter((step) => !this.#taken.has(step));
  }

  /** Takes a step, which must answer without an error, and reads the answer. */
  async take<T extends z.ZodType>(
    step: string,
    shape: T,
    variables: object = {},
    as?: string,
  ): Promise<z.output<T>> {
    const [file = ''] = this.steps.filter((name) => name.startsWith(step));
    const path = join('examples', this.folder, file);
    const [, user = ''] =
      /^# As: (\S+)$/m.exec(readFileSync(join(projectFolder, path), 'utf8')) ?? [];
    const { data, errors } = await this.stack().query(path, as ?? user, variables);
    expect(errors).toBeUndefined();
    this.#taken.add(file);
    return shape.parse(data);
  }

  /** Takes a step that changes something. @returns the state in which that then is. */
  async state(step: string, variables: object, as?: string): Promise<string> {
    const answer = await this.take(step, z.record(z.string(), stated), variables, as);
    const [changed] = Object.values(answer);
    return changed?.state ?? '';
  }

  /** Waits until the worker has made it so. */
  async until(isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 60_000;
    while (!(await isSo())) {
      if (Date.now() > end) throw new Error('it never came to be so');
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  /**
   * Lets days pass for an opportunity: it and all that was told of it is so much longer ago. The clocks of
   * the processes and of the database go on as they are.
   */
  pass(days: number, opportunityId: string): Promise<void> {
    return this.#earlier(times, days, opportunityId, (table) =>
      table === 'opportunity' ? 'id' : 'opportunity_id',
    );
  }

  /** The same for what somebody does elsewhere, and for each day of it that was lent. */
  passFor(days: number, placementId: string): Promise<void> {
    return this.#earlier(timesElsewhere, days, placementId, (table) =>
      table === 'placement' ? 'id' : 'deployment_id',
    );
  }

  /** The same for a project team, and for all who are in it. */
  passForTeam(days: number, teamId: string): Promise<void> {
    const keys = new Map([
      ['project_team', 'id'],
      ['project_lead', 'team_id'],
    ]);
    const keyOf = (table: string) => keys.get(table) ?? 'opportunity_id';
    return this.#earlier(timesOfTeam, days, teamId, keyOf);
  }

  async #earlier(
    columnsOf: Readonly<Record<string, readonly string[]>>,
    days: number,
    id: string,
    keyOf: (table: string) => string,
  ): Promise<void> {
    const url = new URL(this.superuserUrl());
    url.pathname = '/opportunities';
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      await client.query("SET session_replication_role = 'replica'"); // no trigger minds
      for (const [table, columns] of Object.entries(columnsOf)) {
        const set = columns.map((column) => `${column} = ${earlier(column)}`).join(', ');
        await client.query(`UPDATE ${table} SET ${set} WHERE ${keyOf(table)} = $2`, [days, id]);
      }
    } finally {
      await client.end();
    }
  }
}

const earlier = (column: string) =>
  column.endsWith('_on') || column === 'day'
    ? `${column} - $1::integer`
    : `${column} - make_interval(days => $1::integer)`;
