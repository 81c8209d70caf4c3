import { isoDay } from './calendar.ts';
import { worksOn } from './employee.ts';
import type { Employee } from './employee.ts';
import { rolesOfFamily } from './job-families.ts';
import type { Network } from './networks.ts';
import { jobOpportunities } from './job-opportunities.ts';
import type { OpportunityTheme } from './opportunity-theme.ts';
import type { Random } from './random.ts';
import type { OpportunityRecord } from './records.ts';
import { subjectOpportunities } from './subject-opportunities.ts';
import type { TrustSchool } from './schools.ts';
import type { TrustSetting } from './trust-setting.ts';

/** An opportunity with what its applications and placements are made from. Days are day numbers. */
export interface Opportunity {
  readonly record: OpportunityRecord;
  readonly theme: OpportunityTheme;
  readonly round: Round['name'];
  readonly network: Network | undefined;
  readonly host: TrustSchool | null;
  readonly opens: number;
  readonly closes: number;
}

/** When it was offered, in days before today. */
interface Round {
  readonly name: 'PAST' | 'RECENT' | 'NOW';
  readonly opened: readonly [earliest: number, latest: number];
  readonly closed: readonly [earliest: number, latest: number];
}

const rounds: readonly Round[] = [
  { name: 'PAST', opened: [330, 260], closed: [235, 190] },
  { name: 'RECENT', opened: [75, 50], closed: [30, 8] },
  { name: 'NOW', opened: [20, 3], closed: [-6, -40] },
];
const coming = { opened: [-5, -20], closed: [-30, -60] } as const;
/** In a large trust everything is offered more than once at a time. */
const staffForEach = 2500;

/** A year of what was and is on offer: each theme half a year ago, lately, and now or soon. */
export function opportunitiesOf(
  setting: TrustSetting,
  networks: readonly Network[],
): Opportunity[] {
  const random = setting.random.branch('opportunities');
  const byKey = new Map(networks.map((network) => [network.key, network]));
  const creators = creatorsOf(setting);
  const repeats = Math.ceil(setting.employees.length / staffForEach);
  return Array.from({ length: repeats }, () => [...subjectOpportunities, ...jobOpportunities])
    .flat()
    .flatMap((theme) =>
      rounds.map((round) => {
        const host = hostOf(theme, setting.schools, random);
        const network = theme.network === null ? undefined : byKey.get(theme.network);
        return opportunityOf({ theme, round, host, network }, creators, setting, random);
      }),
    );
}

function opportunityOf(
  offer: Pick<Opportunity, 'theme' | 'host' | 'network'> & { readonly round: Round },
  creators: Creators,
  { ids, today }: TrustSetting,
  random: Random,
): Opportunity {
  const { theme, round, host, network } = offer;
  const isDraft = round.name === 'NOW' && theme.now === 'DRAFT';
  const { opened, closed } = isDraft ? coming : round;
  const opens = today - random.integer(opened[1], opened[0]);
  const closes = today - random.integer(closed[1], closed[0]);
  const record = {
    id: ids.next(),
    kind: theme.kind,
    title: theme.title,
    summary: theme.summary,
    hostSchoolId: host?.id ?? null,
    networkId: network?.record.id ?? null,
    audienceRoleCodes: theme.families.flatMap((family) => rolesOfFamily[family]),
    opensOn: isoDay(opens),
    closesOn: isoDay(closes),
    state: round.name === 'NOW' ? theme.now : endStateOf(theme, round, random),
    createdById:
      network?.record.leadId ?? creators.heads.get(host?.id ?? '') ?? creators.peopleTeam,
  };
  return { record, theme, round: round.name, network, host, opens, closes };
}

/** Most were filled; some found nobody, or are still being decided. */
function endStateOf(theme: OpportunityTheme, { name }: Round, random: Random): string {
  if (theme.kind === 'STUDY_ROUND') return 'CLOSED';
  if (theme.placed && name === 'PAST') return 'FILLED';
  if (name === 'RECENT' && random.chance(0.35)) return 'CLOSED';
  return random.chance(0.12) ? 'UNFILLED' : 'FILLED';
}

function hostOf(
  { hosts, placed, applies }: OpportunityTheme,
  schools: readonly TrustSchool[],
  random: Random,
): TrustSchool | null {
  if (hosts.length === 0) return null;
  // The demonstration users work at the first school, and a placement is at another.
  const others = (placed ?? applies) ? schools.slice(1) : schools;
  const fitting = others.filter(({ kind }) => hosts.includes(kind));
  return random.pick(fitting.length > 0 ? fitting : schools);
}

/** Who writes opportunities: heads for their schools, the people team for the trust. */
interface Creators {
  readonly heads: ReadonlyMap<string, string>;
  readonly peopleTeam: string;
}

function creatorsOf({ employees, today }: TrustSetting): Creators {
  const current = employees.filter((employee) => worksOn(employee, today));
  const heads = current.filter(({ role }) => role === 'HDTR');
  const peopleTeam: Employee | undefined = current.find(({ role }) => role === 'OCSU');
  if (!peopleTeam) throw new Error('The trust has no people team.');
  return {
    heads: new Map(heads.map(({ school, person }) => [school.id, person.id])),
    peopleTeam: peopleTeam.person.id,
  };
}
