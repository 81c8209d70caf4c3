import { describe, expect, it } from '@jest/globals';
import { bouncedMessageId } from './bounce-report.ts';
import { aBounceReport } from './testing.ts';

const id = '<01930000-0000-7000-8000-000000000001@alder.example>';

describe('a report of delivery', () => {
  it('names the e-mail that came back', () => {
    expect(bouncedMessageId(aBounceReport(id))).toBe(id);
    expect(bouncedMessageId(aBounceReport(id).replaceAll('\r\n', '\n'))).toBe(id);
  });

  it('names it where only its headers are quoted, and folded', () => {
    const folded = aBounceReport(id)
      .replace('message/rfc822', 'text/rfc822-headers')
      .replace('Message-ID: ', 'Message-ID:\r\n ');
    expect(bouncedMessageId(folded)).toBe(id);
  });

  it('names it where nothing is quoted but the report answers it', () => {
    const bare = aBounceReport(id).replace('message/rfc822', 'text/plain');
    expect(bouncedMessageId(`In-Reply-To: ${id}\r\n${bare}`)).toBe(id);
    expect(bouncedMessageId(bare)).toBeUndefined();
  });

  it('names it where the status is base64', () => {
    const status = /Reporting-MTA[^]*?5\.1\.1\r\n/.exec(aBounceReport(id))?.[0] ?? '';
    const encoded = aBounceReport(id)
      .replace(
        'delivery-status\r\n\r\n',
        'delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n',
      )
      .replace(status, `${Buffer.from(status).toString('base64')}\r\n`);
    expect(bouncedMessageId(encoded)).toBe(id);
  });

  it.each(['delayed', 'delivered', 'relayed', 'expanded'])('does not, of what is %s', (action) => {
    expect(bouncedMessageId(aBounceReport(id).replace('failed', action))).toBeUndefined();
  });

  it.each([
    [
      'somebody out of office',
      `In-Reply-To: ${id}\r\nAuto-Submitted: auto-replied\r\n\r\nBack soon.`,
    ],
    [
      'a receipt',
      aBounceReport(id).replace('delivery-status\r\n\r\n', 'disposition-notification\r\n\r\n'),
    ],
    ['nothing', ''],
    ['a boundary that never comes', aBounceReport(id).replace('boundary="b1"', 'boundary="b2"')],
  ])('does not, of %s', (_, message) => {
    expect(bouncedMessageId(message)).toBeUndefined();
  });
});
