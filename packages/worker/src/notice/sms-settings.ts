import { ConfigurationError } from '@trellis/subgraph-kit/config';
import type { WorkerConfig } from '../config.ts';
import { GovukNotify } from './govuk-notify.ts';
import type { SmsSettings } from './sms-carrier.ts';
import { SmsFolder } from './sms-folder.ts';

type Told = Pick<WorkerConfig, 'NODE_ENV' | 'SMS_URL' | 'SMS_TEMPLATE' | 'NOTICE_FRONT_END'>;

/**
 * Where SMS go out.
 *
 * @returns undefined when nobody has said so.
 * @throws ConfigurationError when part of it is missing or wrong, or in production where it reaches nobody.
 */
export function smsSettings(config: Told): SmsSettings | undefined {
  const { NODE_ENV, SMS_URL: told, SMS_TEMPLATE: template, NOTICE_FRONT_END: frontEnd } = config;
  if (told === undefined && template === undefined) return undefined;
  if (NODE_ENV === 'production' && told !== undefined && told.protocol !== 'https:') {
    throw new ConfigurationError('SMS_URL is https: in production.');
  }
  if (told?.protocol === 'file:') return { gateway: new SmsFolder(told), frontEnd };
  if (told === undefined || template === undefined) {
    throw new ConfigurationError('SMS_URL and SMS_TEMPLATE go together: give both or neither.');
  }
  const [key, url] = [decodeURIComponent(told.password), new URL(told)];
  [url.username, url.password] = ['', ''];
  try {
    return { gateway: new GovukNotify({ url, key, template, now: () => new Date() }), frontEnd };
  } catch {
    throw new ConfigurationError('The password of SMS_URL is not an API key of GOV.UK Notify.');
  }
}
