/** Tells the time; tests bring their own. */
export type Clock = () => Date;

/** Swedish, because it writes days as ISO does. */
const london = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short' });

/** The day on which the instant falls in England, summer time or not, as ISO text. */
export function londonDay(instant = new Date()): string {
  return london.format(instant);
}
