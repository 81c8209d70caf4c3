/** Tells the time; tests bring their own. */
export type Clock = () => Date;

/** Swedish, because it writes days as ISO does. */
const london = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short' });

const minute = 60_000;

/** The day of the minute that was asked for last: rows of one answer mostly ask for the same. */
let last = { minute: Number.NaN, day: '' };

/** The day on which the instant falls in England, summer time or not, as ISO text. */
export function londonDay(instant = new Date()): string {
  const now = Math.floor(instant.getTime() / minute);
  if (now !== last.minute) last = { minute: now, day: london.format(instant) };
  return last.day;
}
