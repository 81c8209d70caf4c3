import { longDay } from '@trellis/subgraph-kit/long-day';
import type { NoticeText } from './carrier.ts';

/** Longest text, in characters: three parts of an SMS with letters outside its own alphabet. */
const longest = 201;

/**
 * What an SMS says: the title, the closing day and where to read more, never the text; of several the
 * first title and how many there are.
 *
 * @param frontEnd where the trusts' front end is, if there is one to link to.
 */
export function smsText(notices: readonly NoticeText[], frontEnd: URL | undefined): string {
  const [first] = notices;
  if (!first) return '';
  const isAlone = notices.length === 1;
  const { title, path, closesOn } = first;
  const closes = isAlone && closesOn !== null ? [`Closes on ${longDay(closesOn)}.`] : [];
  const more = isAlone ? [] : [`And ${String(notices.length - 1)} more.`];
  const link = frontEnd === undefined ? [] : [new URL(isAlone ? path : '/', frontEnd).href];
  const rest = [...closes, ...more, ...link].join(' ');
  const room = Math.max(longest - rest.length - 2, 20);
  const told = title.length > room ? `${title.slice(0, room - 1).trimEnd()}…` : title;
  return [/[.!?…]$/.test(told) ? told : `${told}.`, rest].filter((part) => part !== '').join(' ');
}
