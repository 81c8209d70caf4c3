import { askOn } from '@trellis/events/ask-on';
import { EventDelivery } from '@trellis/events/event-delivery';
import { eventPath } from '@trellis/events/event-endpoint';
import { clearEvents } from '@trellis/events/event-retention';
import { clearOldRows, idempotencyKeys, type KeptTable } from '@trellis/events/old-rows';
import { findInsecurities } from '@trellis/subgraph-kit/boot-gate';
import { ConfigurationError } from '@trellis/subgraph-kit/config';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { describeDefect, type Logger } from '@trellis/subgraph-kit/logger';
import { Logger as JobLogger, run, type Runner } from 'graphile-worker';
import pg from 'pg';
import { beginCohortDay } from './day/cohort-days.ts';
import { tellOfClosings } from './day/closings.ts';
import { tellOfMorning } from './day/conversation-mornings.ts';
import { tellOfDay } from './day/day-beginnings.ts';
import type { WorkerConfig } from './config.ts';
import { DeliveryLoop } from './delivery-loop.ts';
import type { DeliveryMetrics } from './delivery-metrics.ts';
import { noticeLoops } from './notice/notice-loop.ts';
import { remindOfPlacements } from './reminder/placement-reminders.ts';
import { remind } from './reminder/reminders.ts';
import { type Subscription, subscriptions, type SubgraphName } from './subscriptions.ts';
import { webhookLoop } from './webhook-loop.ts';

/** Connections to one database: jobs, deliveries, and one that listens. */
const poolSize = 8;
/** For how long keys of callers are kept, and what serves to undo syncs: 30 days. */
const keptMilliseconds = 30 * 86_400_000;
/** What syncs of staff changed of equality answers, to be undone until then. */
const equalityChanges: KeptTable = {
  ...{ table: 'equality_answer_change', since: 'noted_at' },
  key: ['trust_id', 'sync_id', 'person_id', 'question'],
};
/** When what is old is cleared away: at 02:40 UTC, or as soon as somebody works after that. */
const nightly = '40 2 * * * clear_events ?fill=1d';
/** When people are reminded of what is open to them, where they go and what is due: at 06:30 UTC on working days. */
const mornings: Partial<Record<SubgraphName, string>> = {
  opportunities: '30 6 * * 1-5 remind ?fill=12h',
  people: '30 6 * * 1-5 tell_of_morning ?fill=12h',
};
/** When a day begins, and others hear of closing days that are over: at 01:10 UTC, past midnight here. */
const midnights: Partial<Record<SubgraphName, string>> = {
  opportunities: '10 1 * * * begin_day ?fill=1d',
};
/** The queue's own tables: only the job role has rights there, and they know no trusts. */
const queueSchema = 'graphile_worker';

export interface SubgraphJobsOptions {
  readonly config: WorkerConfig;
  readonly logger: Logger;
  readonly metrics: DeliveryMetrics;
}

/** The background work of one subgraph's database. */
export class SubgraphJobs {
  readonly #pool: pg.Pool;
  readonly #runner: Runner;
  readonly #loops: readonly DeliveryLoop[];

  private constructor(pool: pg.Pool, runner: Runner, loops: readonly DeliveryLoop[]) {
    this.#pool = pool;
    this.#runner = runner;
    this.#loops = loops;
  }

  /**
   * Checks that the database is safe to work on, and begins.
   *
   * @throws ConfigurationError when it is not, or lacks the tables of events.
   */
  static async start(
    source: SubgraphName,
    url: string,
    options: SubgraphJobsOptions,
  ): Promise<SubgraphJobs> {
    await refuseUnsafe(source, url);
    const { logger } = options;
    const pool = new pg.Pool({ connectionString: url, max: poolSize });
    // A connection that breaks is replaced on next use; who works on it hears of it there.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    const loops = subscriptions
      .filter((subscription) => subscription.source === source)
      .map((subscription) => loopFor(subscription, pool, options));
    const webhooks = source === 'people' ? webhookLoop(pool, options) : undefined;
    if (webhooks) loops.push(webhooks);
    const notices = source === 'people' ? noticeLoops(pool, options) : [];
    const wakeAll = async () => {
      for (const loop of notices) void loop.wake(); // thousands of e-mails keep nobody else waiting
      await Promise.all(loops.map((loop) => loop.wake()));
    };
    const runner = await run({
      ...{ pgPool: pool, concurrency: 2, pollInterval: 1_000, noHandleSignals: true },
      logger: new JobLogger(() => (level, message) => {
        if (level === 'error') logger.error({ job: source }, message);
      }),
      taskList: {
        deliver_events: wakeAll,
        clear_events: () => clear(source, pool, options),
        remind: async () => {
          await remind(pool, new Date());
          await remindOfPlacements(pool, new Date());
        },
        tell_of_morning: () => tellOfMorning(pool, new Date()),
        begin_day: async () => {
          await tellOfClosings(pool, new Date());
          await tellOfDay(pool, new Date());
          await beginCohortDay(pool, new Date());
        },
      },
      crontab: [nightly, midnights[source] ?? '', mornings[source] ?? ''].join('\n'),
    });
    // Should the queue lose its database for good, the process ends and is started again.
    runner.promise.catch((defect: unknown) => {
      logger.fatal(describeDefect(defect), 'the queue has ended');
      process.kill(process.pid, 'SIGTERM');
    });
    const all = [...loops, ...notices];
    for (const loop of all) loop.start();
    return new SubgraphJobs(pool, runner, all);
  }

  /** @returns whether the database answers. */
  async isReady(): Promise<boolean> {
    await this.#pool.query('SELECT 1');
    return true;
  }

  /** Lets jobs and requests under way finish. */
  async stop(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
    await this.#runner.stop().catch(() => undefined); // it may have ended by itself
    await this.#pool.end();
  }
}

function loopFor(
  { source, subscriber, types }: Subscription,
  pool: pg.Pool,
  { config, logger, metrics }: SubgraphJobsOptions,
): DeliveryLoop {
  const urls = {
    people: config.PEOPLE_URL,
    opportunities: config.OPPORTUNITIES_URL,
    study: config.STUDY_URL,
  };
  const url = new URL(eventPath, urls[subscriber]).href;
  const labels = { source, subscriber };
  const delivery = new EventDelivery(pool, {
    ...{ source, subscriber: { name: subscriber, url, types }, keys: config.EVENT_SIGNING_KEYS },
    now: () => new Date(),
    onDelivered: (events) => {
      metrics.delivered.inc(labels, events);
    },
    onRefused: (refused) => {
      metrics.refused.inc(labels, refused.length);
      logger.error({ ...labels, events: refused.length }, 'events were refused and are held');
    },
    onFailure: (problem) => {
      metrics.failures.inc(labels);
      logger.warn({ ...labels, problem }, 'a subscriber was not told');
    },
  });
  return new DeliveryLoop(delivery, (defect) => {
    logger.error(describeDefect(defect), 'defect');
  });
}

async function clear(
  source: SubgraphName,
  pool: pg.Pool,
  { config, logger }: SubgraphJobsOptions,
): Promise<void> {
  const subscribers = subscriptions
    .filter((subscription) => subscription.source === source)
    .map(({ subscriber }) => subscriber);
  const before = new Date(Date.now() - config.EVENT_DAYS * 86_400_000);
  const client = await pool.connect();
  try {
    const ask = askOn(client);
    const cleared = await clearEvents(ask, before, subscribers);
    const monthAgo = new Date(Date.now() - keptMilliseconds);
    const keys = await clearOldRows(ask, idempotencyKeys, monthAgo);
    await clearOldRows(ask, equalityChanges, monthAgo);
    logger.info({ source, ...cleared, keys }, 'what is old was cleared away');
  } finally {
    client.release();
  }
}

async function refuseUnsafe(name: SubgraphName, url: string): Promise<void> {
  const source = createDataSource({ entities: [], migrations: [] }, url, 1);
  const variable = `${name.toUpperCase()}_JOB_DATABASE_URL`;
  try {
    await source.initialize();
  } catch {
    throw new ConfigurationError(`The database of ${variable} cannot be reached.`);
  }
  try {
    const [found] = await source.query<{ there: boolean }[]>(
      "SELECT to_regclass('public.event_subscriber') IS NOT NULL AS there",
    );
    if (!found?.there) {
      throw new ConfigurationError(
        `The database of ${variable} lacks the tables of events: start ${name} first.`,
      );
    }
    const insecurities = await findInsecurities(source, [queueSchema]);
    if (insecurities.length > 0) {
      const list = insecurities.join('\n  ');
      throw new ConfigurationError(`The database of ${variable} is not safe:\n  ${list}`);
    }
  } finally {
    await source.destroy();
  }
}
