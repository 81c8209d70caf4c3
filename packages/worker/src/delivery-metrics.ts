import { Counter, type Registry } from 'prom-client';

/** What is counted of deliveries; those to subgraphs by `source` and `subscriber`. */
export interface DeliveryMetrics {
  readonly delivered: Counter<'source' | 'subscriber'>;
  readonly refused: Counter<'source' | 'subscriber'>;
  readonly failures: Counter<'source' | 'subscriber'>;
  /** By what became of each. */
  readonly webhookAttempts: Counter<'outcome'>;
  /** By what became of each. */
  readonly noticeEmails: Counter<'outcome'>;
  /** By what became of each. */
  readonly noticeSms: Counter<'outcome'>;
}

/** Adds the counters to a registry. */
export function countDeliveries(registry: Registry): DeliveryMetrics {
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['source', 'subscriber'], registers: [registry] });
  return {
    delivered: counter('events_delivered_total', 'Events that a subscriber has taken.'),
    refused: counter(
      'events_refused_total',
      'Events that a subscriber has refused; they are held.',
    ),
    failures: counter(
      'event_delivery_failures_total',
      'Requests that a subscriber did not answer.',
    ),
    webhookAttempts: new Counter({
      name: 'webhook_attempts_total',
      help: 'Attempts to tell endpoints of trusts: delivered, failed or given up.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    noticeEmails: new Counter({
      name: 'notice_emails_total',
      help: 'E-mails given to the mail server: sent, refused, later, down or unknown.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    noticeSms: new Counter({
      name: 'notice_sms_total',
      help: 'SMS given to the gateway: sent, refused, later, down or unknown.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
  };
}
