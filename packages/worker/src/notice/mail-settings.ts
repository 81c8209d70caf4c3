import { ConfigurationError } from '@trellis/subgraph-kit/config';
import type { WorkerConfig } from '../config.ts';
import { MailFolder } from './mail-folder.ts';
import type { MailSettings } from './mail-carrier.ts';
import { Smtp } from './smtp.ts';

type Told = Pick<WorkerConfig, 'NODE_ENV' | 'SMTP_URL' | 'NOTICE_FROM' | 'NOTICE_FRONT_END'>;

/** Names that stand for others in documentation (RFC 2606) or reach nobody. */
const sample = /(^|[.@])(example|invalid|test)(\.(com|net|org))?$/;

/**
 * Where e-mails go out, and from whom.
 *
 * @returns undefined when nobody has said so.
 * @throws ConfigurationError when half of it is missing, or in production where it reaches nobody.
 */
export function mailSettings(config: Told): MailSettings | undefined {
  const { NODE_ENV, SMTP_URL: url, NOTICE_FROM: from, NOTICE_FRONT_END: frontEnd } = config;
  if (url === undefined && from === undefined) return undefined;
  if (url === undefined || from === undefined) {
    throw new ConfigurationError('SMTP_URL and NOTICE_FROM go together: give both or neither.');
  }
  if (NODE_ENV === 'production') {
    if (url.protocol === 'file:') {
      throw new ConfigurationError('SMTP_URL is smtp: or smtps: in production.');
    }
    if (sample.test(url.hostname) || sample.test(from)) {
      throw new ConfigurationError('SMTP_URL and NOTICE_FROM are still samples.');
    }
  }
  const server = url.protocol === 'file:' ? new MailFolder(url) : new Smtp(url);
  return { server, from, frontEnd };
}
