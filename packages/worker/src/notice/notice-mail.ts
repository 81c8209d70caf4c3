import { longDay } from '@trellis/subgraph-kit/long-day';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Message, NoticeText } from './carrier.ts';
import type { Mail } from './mail-server.ts';

/**
 * The e-mail of a notice, or of several. Its Message-ID is the message's own, so that it is the same each
 * time and a bounce names it.
 *
 * @param from the address that it comes from.
 * @param frontEnd where the trusts' front end is, if there is one to link to.
 */
export async function noticeMail(
  { id, address, notices }: Message,
  from: string,
  frontEnd: URL | undefined,
): Promise<Mail> {
  const composer = new MailComposer({
    from,
    to: { name: '', address },
    subject: subjectOf(notices),
    text: notices.map((notice) => textOf(notice, frontEnd)).join(`\n\n${'-'.repeat(40)}\n\n`),
    messageId: `<${id}@${domainOf(from)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { from, to: address, content: await composer.compile().build() };
}

function subjectOf(notices: readonly NoticeText[]): string {
  const [first] = notices;
  const others = notices.length - 1;
  const title = first?.title ?? '';
  return others === 0 ? title : `${title}, and ${String(others)} more`;
}

function textOf({ title, text, path, closesOn }: NoticeText, frontEnd: URL | undefined): string {
  const closes = closesOn === null ? [] : [`Closes on ${longDay(closesOn)}.`];
  const link = frontEnd === undefined ? [] : [new URL(path, frontEnd).href];
  return [title, text, ...closes, ...link].filter((part) => part !== '').join('\n\n');
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
