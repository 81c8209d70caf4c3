import { academicYearOf, academicYearStart, isoDay } from './calendar.ts';
import { worksOn } from './employee.ts';
import type { Employee } from './employee.ts';
import type { Ids } from './ids.ts';
import { jobFamilies } from './job-families.ts';
import { mathsKey } from './network-themes.ts';
import type { Network } from './networks.ts';
import { programmeCosts, programmesFor } from './programmes.ts';
import type { FundKey, ProgrammeCode } from './programmes.ts';
import type { Random } from './random.ts';
import type { AwardRecord, FundRecord, UserName } from './records.ts';
import type { TrustSetting } from './trust-setting.ts';

interface Study {
  readonly funds: readonly FundRecord[];
  readonly awards: readonly AwardRecord[];
}

/** One academic year; days are day numbers. */
interface StudyYear {
  readonly academicYear: number;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly isThisYear: boolean;
  /** Share of the staff who are awarded something. */
  readonly share: number;
  /** Share of the funds that this comes to. */
  readonly spent: number;
}

const fundNames: Readonly<Record<FundKey, string>> = {
  STUDY: 'Study fund',
  APPRENTICESHIP: 'Apprenticeship fund',
  LEADERSHIP: 'Leadership programmes fund',
};
const fundKeys = ['STUDY', 'APPRENTICESHIP', 'LEADERSHIP'] as const;
/** GraphQL's Int ends at 2,147,483,647; funds stay below it however large the trust. */
const mostPence = 2_000_000_000;

const programmesOfUsers: Readonly<Partial<Record<UserName, ProgrammeCode>>> = {
  teacher: 'NPQLT',
  manager: 'MASTERS_EDUCATION',
  ta: 'HLTA_STATUS',
  site: 'IOSH_MANAGING_SAFELY',
  leaver: 'NPQSL',
};

/** The funds of the last and of this academic year, and who studies with them. */
export function studyOf(setting: TrustSetting, networks: readonly Network[]): Study {
  const random = setting.random.branch('study');
  const maths = networks.find(({ key }) => key === mathsKey)?.members.slice(0, 14) ?? [];
  const studies = yearsOf(setting.today).map((year) => {
    const inTurn = peopleInTurn(setting, year, maths, random);
    return yearOf(year, inTurn, setting, random);
  });
  return {
    funds: studies.flatMap(({ funds }) => funds),
    awards: studies.flatMap(({ awards }) => awards),
  };
}

function yearsOf(today: number): StudyYear[] {
  const academicYear = academicYearOf(today);
  const firstDay = academicYearStart(academicYear);
  const lastYear = academicYearStart(academicYear - 1);
  return [
    {
      academicYear: academicYear - 1,
      firstDay: lastYear,
      lastDay: firstDay - 40,
      isThisYear: false,
      share: 0.07,
      spent: 0.92,
    },
    { academicYear, firstDay, lastDay: today, isThisYear: true, share: 0.06, spent: 0.55 },
  ];
}

/** Demonstration users and the maths network, then every family of jobs in turn by its size. */
function peopleInTurn(
  { employees }: TrustSetting,
  { share, firstDay, lastDay, isThisYear }: StudyYear,
  maths: readonly Employee[],
  random: Random,
): Employee[] {
  const mayStudy = (one: Employee) =>
    worksOn(one, lastDay) &&
    one.startsOn <= Math.max(firstDay, lastDay - 20) &&
    !one.isAgency &&
    (!isThisYear || one.endsOn === null || one.user !== null);
  const candidates = employees.filter(mayStudy);
  const users = isThisYear
    ? candidates.filter(({ user }) => user !== null && programmesOfUsers[user])
    : [];
  const families = jobFamilies.flatMap((family) => {
    const pool = random.shuffled(candidates.filter((one) => one.family === family && !one.user));
    return pool.slice(0, Math.max(2, Math.round(pool.length * share)));
  });
  const network = maths.filter((one) => mayStudy(one) && !one.user);
  return [...new Set([...users, ...network, ...families])];
}

function yearOf(
  year: StudyYear,
  people: readonly Employee[],
  { ids, today }: TrustSetting,
  random: Random,
): Study {
  const fundIds = fundIdsOf(ids);
  const awardedPence: Record<FundKey, number> = { STUDY: 0, APPRENTICESHIP: 0, LEADERSHIP: 0 };
  const awards = people.flatMap((employee) => {
    const known = employee.user ? programmesOfUsers[employee.user] : undefined;
    const programmeCode = known ?? random.pick(programmesFor(employee));
    const { fund, leastPence, mostPence: upToPence } = programmeCosts[programmeCode];
    const amountPence = random.integer(leastPence / 5_000, upToPence / 5_000) * 5_000;
    if (awardedPence[fund] + amountPence > mostPence * year.spent) return [];
    awardedPence[fund] += amountPence;
    const awarded = random.integer(Math.max(year.firstDay, employee.startsOn), year.lastDay);
    const mayWithdraw = awarded < today && !employee.user;
    const isWithdrawn = mayWithdraw && random.chance(0.05);
    const withdrawn = isWithdrawn
      ? random.integer(awarded + 1, Math.min(today, awarded + 90))
      : null;
    const award: AwardRecord = {
      id: ids.next(),
      fundId: fundIds[fund],
      personId: employee.person.id,
      schoolId: employee.school.id,
      programmeCode,
      amountPence,
      awardedOn: isoDay(awarded),
      withdrawnOn: withdrawn === null ? null : isoDay(withdrawn),
    };
    return [award];
  });
  const funds = fundKeys.map((fund) => ({
    id: fundIds[fund],
    name: `${fundNames[fund]} ${year.academicYear}/${String(year.academicYear + 1).slice(2)}`,
    academicYear: year.academicYear,
    source: fund === 'APPRENTICESHIP' ? ('LEVY' as const) : ('TRUST' as const),
    // Whole thousands of pounds, and something even where nobody was awarded anything yet.
    amountPence: Math.max(1, Math.ceil(awardedPence[fund] / year.spent / 100_000)) * 100_000,
  }));
  return { funds, awards };
}

const fundIdsOf = (ids: Ids): Readonly<Record<FundKey, string>> => ({
  STUDY: ids.next(),
  APPRENTICESHIP: ids.next(),
  LEADERSHIP: ids.next(),
});
