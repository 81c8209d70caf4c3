const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }); // writes 2026-09-01

/** @returns the day that it is in England at the instant, as ISO text. */
export function dayInLondon(instant: Date = new Date()): string {
  return london.format(instant);
}
