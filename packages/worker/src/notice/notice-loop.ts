import { describeDefect } from '@trellis/subgraph-kit/logger';
import type { Pool } from 'pg';
import { DeliveryLoop, type Drain } from '../delivery-loop.ts';
import type { SubgraphJobsOptions } from '../subgraph-jobs.ts';
import type { Carrier, Outcome } from './carrier.ts';
import { MailCarrier } from './mail-carrier.ts';
import { mailSettings } from './mail-settings.ts';
import { NoticeDelivery } from './notice-delivery.ts';
import { SmsCarrier } from './sms-carrier.ts';
import { SmsReports } from './sms-reports.ts';
import { smsSettings } from './sms-settings.ts';

const now = () => new Date();

/**
 * Sends notices of people by e-mail and SMS, and asks what became of SMS.
 *
 * @param pool of the database of people.
 * @returns none without a mail server or a gateway: then they wait.
 * @throws ConfigurationError
 */
export function noticeLoops(pool: Pool, options: SubgraphJobsOptions): DeliveryLoop[] {
  const { config, logger, metrics } = options;
  const [mail, sms] = [mailSettings(config), smsSettings(config)];
  const loop = (drain: Drain) =>
    new DeliveryLoop(drain, (defect) => {
      logger.error(describeDefect(defect), 'defect');
    });
  const delivery = (carrier: Carrier, onOutcome: (outcome: Outcome['kind']) => void) => {
    const onDown = (problem: string) => {
      logger.warn({ problem, channel: carrier.channel }, 'there is no server: notices wait');
    };
    return loop(new NoticeDelivery(pool, { carrier, now, onOutcome, onDown }));
  };
  const loops: DeliveryLoop[] = [];
  if (mail) {
    const count = (outcome: Outcome['kind']) => {
      metrics.noticeEmails.inc({ outcome: outcome.toLowerCase() });
    };
    loops.push(delivery(new MailCarrier(mail), count));
  }
  if (sms) {
    const count = (outcome: Outcome['kind']) => {
      metrics.noticeSms.inc({ outcome: outcome.toLowerCase() });
    };
    loops.push(delivery(new SmsCarrier(sms), count));
    const onDown = (problem: string) => {
      logger.warn({ problem }, 'the SMS gateway does not say what became of SMS');
    };
    loops.push(loop(new SmsReports(pool, { gateway: sms.gateway, now, onDown })));
  }
  return loops;
}
