const british = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** @returns an ISO day as people read it, such as `12 March 2027`. */
export function longDay(day: string): string {
  return british.format(new Date(`${day}T00:00:00Z`));
}
