import type { Applications } from './applications.ts';
import { isoDay, mondayFrom } from './calendar.ts';
import type { Employee } from './employee.ts';
import type { Opportunity } from './opportunities.ts';
import { daysOf, placesOf } from './opportunity-kinds.ts';
import type { PlacementRecord } from './records.ts';
import type { TrustSchool } from './schools.ts';
import type { TrustSetting } from './trust-setting.ts';

interface Leg {
  readonly employee: Employee;
  readonly host: TrustSchool;
}

/** What was agreed out of filled opportunities. Nobody is in two places at once. */
export function placementsOf(setting: TrustSetting, applications: Applications): PlacementRecord[] {
  const random = setting.random.branch('placements');
  const takenUntil = new Map<Employee, number>();
  const filled = [...applications.standing]
    .filter(([{ record }]) => record.state === 'FILLED')
    .sort(([one], [other]) => one.closes - other.closes);
  return filled.flatMap(([opportunity, applicants]) => {
    const { record, closes, round } = opportunity;
    const days = daysOf(record.kind);
    if (!days) return [];
    // Those agreed lately are still to come.
    const starts = mondayFrom(
      round === 'RECENT' ? setting.today + random.integer(5, 60) : closes + random.integer(14, 40),
    );
    const ends = starts + random.integer(days[0], days[1]);
    const free = applicants.filter((one) => (takenUntil.get(one) ?? -Infinity) <= starts);
    return legsOf(opportunity, free).map(({ employee, host }) => {
      takenUntil.set(employee, ends);
      return {
        id: setting.ids.next(),
        opportunityId: record.id,
        personId: employee.person.id,
        kind: record.kind,
        homeSchoolId: employee.school.id,
        hostSchoolId: host.id,
        startsOn: isoDay(starts),
        endsOn: isoDay(ends),
      };
    });
  });
}

function legsOf({ record, host }: Opportunity, applicants: readonly Employee[]): Leg[] {
  if (record.kind === 'SWAP') return swapOf(applicants);
  if (!host) return [];
  return applicants
    .filter(({ school }) => school !== host)
    .slice(0, placesOf(record.kind))
    .map((employee) => ({ employee, host }));
}

/** Both or neither: the first applicant and the next one of another school change places. */
function swapOf(applicants: readonly Employee[]): Leg[] {
  const [one] = applicants;
  const other = applicants.find(({ school }) => school !== one?.school);
  if (!one || !other) return [];
  return [
    { employee: one, host: other.school },
    { employee: other, host: one.school },
  ];
}
