import { isoInstant } from './calendar.ts';
import type { Employee } from './employee.ts';
import { jobFamilies } from './job-families.ts';
import type { JobFamily } from './job-families.ts';
import type { Opportunity } from './opportunities.ts';
import { placesOf } from './opportunity-kinds.ts';
import type { Random } from './random.ts';
import type { ApplicationRecord } from './records.ts';
import type { TrustSetting } from './trust-setting.ts';

export interface Applications {
  readonly records: readonly ApplicationRecord[];
  /** Who applied and did not withdraw, those first who are to be placed. */
  readonly standing: ReadonlyMap<Opportunity, readonly Employee[]>;
}

type Pools = Readonly<Record<JobFamily, readonly Employee[]>>;

const statements = [
  'I have wanted to do this since I saw it at another school, and my timetable allows it.',
  'I would bring what we tried this year, and take back what you have learnt.',
  'My manager and I spoke about this in my last career conversation. It is the right next step.',
  'I work part time and can arrange my days around it.',
  'I have helped with this informally for two years and would like to do it properly.',
  'I know the families here and would like to understand another community.',
  'This is new to me. I learn quickly and I will write up what I see for the network.',
  'It would let me use my qualification, which my present job does not.',
];

/** People apply for what is or was on offer: those of its network first, then others it is for. */
export function applicationsOf(
  setting: TrustSetting,
  opportunities: readonly Opportunity[],
): Applications {
  const random = setting.random.branch('applications');
  const pools = poolsOf(setting);
  const records: ApplicationRecord[] = [];
  const standing = new Map<Opportunity, Employee[]>();
  for (const opportunity of opportunities) {
    if (opportunity.record.state === 'DRAFT') continue;
    const applicants = applicantsOf(opportunity, setting, pools, random);
    const staying = applicants.filter((applicant) => {
      const application = applicationOf(opportunity, applicant, setting, random);
      records.push(application);
      return application.withdrawnAt === null;
    });
    standing.set(opportunity, staying);
  }
  return { records, standing };
}

function applicantsOf(
  opportunity: Opportunity,
  { employees }: TrustSetting,
  pools: Pools,
  random: Random,
): Employee[] {
  const { theme, round, network, host, opens } = opportunity;
  const families = theme.families.length > 0 ? theme.families : jobFamilies;
  const user = round === 'NOW' ? theme.applies : round === 'PAST' ? theme.placed : undefined;
  const wanted = placesOf(theme.kind) + random.integer(1, 5);
  const chosen = new Set<Employee>(
    user === undefined ? [] : employees.filter((employee) => employee.user === user),
  );
  const mayApply = (one: Employee) => one.endsOn === null && !one.isAgency && one.startsOn < opens;
  const candidates = families.flatMap((family) => pools[family]).filter(mayApply);
  if (theme.kind === 'SWAP') {
    const partners = candidates.filter(
      ({ school, user: name }) => school === host && name === null,
    );
    if (partners.length > 0) chosen.add(random.pick(partners));
  }
  const isUser = ({ user: name }: Employee) => name !== null;
  const members = (network?.members ?? []).filter(
    (one) => mayApply(one) && families.includes(one.family) && !isUser(one),
  );
  const nearest = random.shuffled(members).slice(0, Math.ceil(wanted * 0.8));
  for (const member of nearest) chosen.add(member);
  for (let tries = 0; chosen.size < wanted && tries < wanted * 3; tries += 1) {
    const stranger = candidates.length > 0 ? random.pick(candidates) : undefined;
    if (stranger && !isUser(stranger)) chosen.add(stranger);
  }
  return [...chosen];
}

function applicationOf(
  { record, opens, closes }: Opportunity,
  applicant: Employee,
  { ids, today }: TrustSetting,
  random: Random,
): ApplicationRecord {
  const latest = Math.min(closes, today - 1);
  const submitted = random.integer(opens + 1, latest);
  const isWithdrawn = !applicant.user && submitted < latest && random.chance(0.06);
  const minute = random.integer(7 * 60, 21 * 60);
  const withdrawn = isWithdrawn ? random.integer(submitted + 1, latest) : null;
  return {
    id: ids.next(),
    opportunityId: record.id,
    personId: applicant.person.id,
    statement: random.pick(statements),
    submittedAt: isoInstant(submitted, minute),
    withdrawnAt: withdrawn === null ? null : isoInstant(withdrawn, minute),
  };
}

function poolsOf({ employees }: TrustSetting): Pools {
  const poolOf = (family: JobFamily) => employees.filter((employee) => employee.family === family);
  return {
    LEADERSHIP: poolOf('LEADERSHIP'),
    TEACHING: poolOf('TEACHING'),
    CLASSROOM_SUPPORT: poolOf('CLASSROOM_SUPPORT'),
    PASTORAL: poolOf('PASTORAL'),
    ADMINISTRATION: poolOf('ADMINISTRATION'),
    BUSINESS: poolOf('BUSINESS'),
    TECHNICIANS: poolOf('TECHNICIANS'),
    ICT: poolOf('ICT'),
    LIBRARY: poolOf('LIBRARY'),
    SITE: poolOf('SITE'),
    CATERING: poolOf('CATERING'),
    MIDDAY: poolOf('MIDDAY'),
  };
}
