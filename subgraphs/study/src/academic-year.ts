/** The academic year of a day, by the year in which it starts: 1 September begins a new one. */
export function academicYearOf(day: string): number {
  const [year, month] = day.split('-').map(Number);
  return (year ?? Number.NaN) - ((month ?? 0) < 9 ? 1 : 0);
}
