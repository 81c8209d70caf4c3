import { describeDefect } from '@trellis/subgraph-kit/logger';
import { carefulSend } from '@trellis/webhooks/careful-send';
import { KeySeal } from '@trellis/webhooks/sealed-key';
import { WebhookDelivery } from '@trellis/webhooks/webhook-delivery';
import type { Pool } from 'pg';
import { DeliveryLoop } from './delivery-loop.ts';
import type { SubgraphJobsOptions } from './subgraph-jobs.ts';

/**
 * Tells the endpoints that trusts registered with people.
 *
 * @param pool of the database of people.
 * @returns undefined without the secret under which their keys are kept.
 */
export function webhookLoop(
  pool: Pool,
  { config, logger, metrics }: SubgraphJobsOptions,
): DeliveryLoop | undefined {
  if (config.WEBHOOK_SECRET === undefined) return undefined;
  const { send } = carefulSend({ allowLoopback: config.NODE_ENV === 'development' });
  const delivery = new WebhookDelivery(pool, {
    ...{ seal: new KeySeal(config.WEBHOOK_SECRET), send, now: () => new Date() },
    onAttempt: (outcome) => {
      metrics.webhookAttempts.inc({ outcome });
    },
  });
  return new DeliveryLoop(delivery, (defect) => {
    logger.error(describeDefect(defect), 'defect');
  });
}
