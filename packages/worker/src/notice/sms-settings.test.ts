import { describe, expect, it } from '@jest/globals';
import { smsSettings } from './sms-settings.ts';

const key = 'live-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0';
const gateway = `https://notify:${key}@sms.alder.sch.uk`;

const settings = (
  url: string | undefined,
  template: string | undefined = 'f33517ff-2a88-4f6e-b855-c550268ce08a',
  NODE_ENV: 'production' | 'development' = 'production',
) =>
  smsSettings({
    ...{ NODE_ENV, NOTICE_FRONT_END: undefined, SMS_TEMPLATE: template },
    SMS_URL: url === undefined ? undefined : new URL(url),
  });

describe('the settings of SMS', () => {
  it('are an address with a key of GOV.UK Notify, and a template', () => {
    expect(settings(gateway)).toBeDefined();
    expect(() => settings('https://sms.alder.sch.uk')).toThrow('API key');
    expect(() => settings(undefined)).toThrow('both');
  });

  it('may be left out, and then none goes out', () => {
    expect(
      smsSettings({
        ...{ NODE_ENV: 'production', SMS_URL: undefined, SMS_TEMPLATE: undefined },
        NOTICE_FRONT_END: undefined,
      }),
    ).toBeUndefined();
  });

  it.each([gateway.replace('https', 'http'), 'file:///tmp/sms'])(
    'go nowhere that others can read in production: %s',
    (url) => {
      expect(() => settings(url)).toThrow('https:');
      expect(settings(url, undefined, 'development')).toBeDefined();
    },
  );
});
