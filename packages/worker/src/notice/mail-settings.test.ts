import { describe, expect, it } from '@jest/globals';
import { mailSettings } from './mail-settings.ts';

const told = (SMTP_URL: string | undefined, NOTICE_FROM: string | undefined) => ({
  ...{ NODE_ENV: 'production' as const, NOTICE_FRONT_END: undefined, NOTICE_FROM },
  SMTP_URL: SMTP_URL === undefined ? undefined : new URL(SMTP_URL),
});

describe('the settings of e-mail', () => {
  it('may be left out, and then none goes out', () => {
    expect(mailSettings(told(undefined, undefined))).toBeUndefined();
  });

  it('are given whole', () => {
    expect(mailSettings(told('smtps://mail.alder.sch.uk', 'notices@alder.sch.uk'))).toMatchObject({
      from: 'notices@alder.sch.uk',
    });
    expect(() => mailSettings(told('smtps://mail.alder.sch.uk', undefined))).toThrow('both');
    expect(() => mailSettings(told(undefined, 'notices@alder.sch.uk'))).toThrow('both');
  });

  it.each([
    ['smtp://mail.example.org', 'notices@alder.sch.uk'],
    ['smtp://mail.example', 'notices@alder.sch.uk'],
    ['smtps://mail.alder.sch.uk', 'notices@example.com'],
    ['file:///tmp/mail', 'notices@alder.sch.uk'],
  ])('are no samples in production: %s, %s', (url, from) => {
    expect(() => mailSettings(told(url, from))).toThrow('SMTP_URL');
    expect(mailSettings({ ...told(url, from), NODE_ENV: 'development' })).toBeDefined();
  });
});
