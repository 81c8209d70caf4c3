/**
 * What next year's fund is called: the years in the name go on by one.
 *
 * @param academicYear of the fund that has the name, by the year it starts.
 */
export function nextYearsName(name: string, academicYear: number): string {
  const following = new Map(
    [academicYear, academicYear + 1].map((year) => [String(year), String(year + 1)]),
  );
  const short = String(academicYear + 1).slice(2);
  const next = String(academicYear + 2).slice(2);
  return name
    .replaceAll(/\d{4}/g, (year) => following.get(year) ?? year)
    .replaceAll(new RegExp(`(?<=\\d{4}[/\\u2013-])${short}(?!\\d)`, 'g'), next);
}
