import { describeDefect } from '@trellis/subgraph-kit/logger';
import type { Pool } from 'pg';
import { DeliveryLoop } from '../delivery-loop.ts';
import type { SubgraphJobsOptions } from '../subgraph-jobs.ts';
import { mailSettings } from './mail-settings.ts';
import { NoticeDelivery } from './notice-delivery.ts';

/**
 * Sends notices of people by e-mail.
 *
 * @param pool of the database of people.
 * @returns undefined without a mail server: then they wait.
 * @throws ConfigurationError
 */
export function noticeLoop(
  pool: Pool,
  { config, logger, metrics }: SubgraphJobsOptions,
): DeliveryLoop | undefined {
  const settings = mailSettings(config);
  if (settings === undefined) return undefined;
  const delivery = new NoticeDelivery(pool, {
    ...{ ...settings, now: () => new Date() },
    onOutcome: (outcome) => {
      metrics.noticeEmails.inc({ outcome: outcome.toLowerCase() });
    },
    onDown: (problem) => {
      logger.warn({ problem }, 'there is no mail server: e-mails wait');
    },
  });
  return new DeliveryLoop(delivery, (defect) => {
    logger.error(describeDefect(defect), 'defect');
  });
}
