import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from './mail-server.ts';

/** What an e-mail tells. */
export interface MailText {
  readonly noticeId: string;
  readonly address: string;
  readonly title: string;
  readonly text: string;
  /** Where a front end shows it: `/…`. */
  readonly path: string;
  /** ISO day: the first on which it is too late. */
  readonly closesOn: string | null;
}

const britishDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/**
 * The e-mail of a notice. Its Message-ID is the notice's, so that it is the same each time and a bounce
 * names it.
 *
 * @param from the address that it comes from.
 * @param frontEnd where the trusts' front end is, if there is one to link to.
 */
export async function noticeMail(
  { noticeId, address, title, text, path, closesOn }: MailText,
  from: string,
  frontEnd: URL | undefined,
): Promise<Mail> {
  const closes = closesOn === null ? [] : [`Closes on ${longDay(closesOn)}.`];
  const link = frontEnd === undefined ? [] : [new URL(path, frontEnd).href];
  const composer = new MailComposer({
    from,
    to: { name: '', address },
    subject: title,
    text: [title, text, ...closes, ...link].filter((part) => part !== '').join('\n\n'),
    messageId: `<${noticeId}@${domainOf(from)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { from, to: address, content: await composer.compile().build() };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function longDay(day: string): string {
  return britishDay.format(new Date(`${day}T00:00:00Z`));
}
