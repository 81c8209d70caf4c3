import MailComposer from 'nodemailer/lib/mail-composer';
import type { Message } from './carrier.ts';
import type { Mail } from './mail-server.ts';
import { longDay } from './long-day.ts';

/**
 * The e-mail of a notice. Its Message-ID is the notice's, so that it is the same each time and a bounce
 * names it.
 *
 * @param from the address that it comes from.
 * @param frontEnd where the trusts' front end is, if there is one to link to.
 */
export async function noticeMail(
  { noticeId, address, title, text, path, closesOn }: Message,
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
