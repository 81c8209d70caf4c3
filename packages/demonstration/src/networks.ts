import { isoDay } from './calendar.ts';
import { worksOn } from './employee.ts';
import type { Employee } from './employee.ts';
import { buildingsKey, mathsKey, networkThemes } from './network-themes.ts';
import type { NetworkTheme } from './network-themes.ts';
import type { Random } from './random.ts';
import type { MembershipRecord, NetworkRecord } from './records.ts';
import type { TrustSetting } from './trust-setting.ts';
import { wellKnown } from './well-known.ts';

/** A network with the people in it; the lead is the first. */
export interface Network {
  readonly key: string;
  readonly record: NetworkRecord;
  readonly members: readonly Employee[];
  readonly memberships: readonly MembershipRecord[];
}

const leastMembers = 4;

const wellKnownIds: ReadonlyMap<string, string> = new Map([
  [mathsKey, wellKnown.mathsNetworkId],
  [buildingsKey, wellKnown.buildingsNetworkId],
  ['site', wellKnown.siteNetworkId],
  ['assistants', wellKnown.assistantsNetworkId],
]);

/** Makes the networks that the trust has people for, each spread over as many schools as it can be. */
export function networksOf(setting: TrustSetting): Network[] {
  const random = setting.random.branch('networks');
  return networkThemes.flatMap((theme) => {
    const wanted = theme.key === mathsKey ? 38 : random.integer(20, 38);
    const members = membersOf(theme, wanted, setting, random);
    const [lead] = members;
    return lead && members.length >= leastMembers
      ? [networkOf(theme, lead, members, setting, random)]
      : [];
  });
}

function networkOf(
  theme: NetworkTheme,
  lead: Employee,
  members: readonly Employee[],
  { ids, isMain, today }: TrustSetting,
  random: Random,
): Network {
  const record = {
    id: (isMain ? wellKnownIds.get(theme.key) : undefined) ?? ids.next(),
    name: theme.name,
    purpose: theme.purpose,
    subjectCode: theme.subjectCode,
    leadId: lead.person.id,
  };
  const memberships = members.map((member) => ({
    id: ids.next(),
    networkId: record.id,
    personId: member.person.id,
    joinedOn: isoDay(Math.max(member.startsOn, today - random.integer(10, 700))),
  }));
  return { key: theme.key, record, members, memberships };
}

/** Takes one person of each school in turn, the demonstration users before others. */
function membersOf(
  { takes }: NetworkTheme,
  wanted: number,
  { employees, today }: TrustSetting,
  random: Random,
): Employee[] {
  const bySchool = new Map<string, Employee[]>();
  const candidates = employees.filter(
    (employee) => takes(employee) && worksOn(employee, today) && !employee.isAgency,
  );
  for (const employee of random.shuffled(candidates)) {
    const known = bySchool.get(employee.school.id);
    if (known) known.push(employee);
    else bySchool.set(employee.school.id, [employee]);
  }
  const users = candidates.filter(({ user }) => user !== null);
  const queues = [...bySchool.values()].map((queue) => queue.filter(({ user }) => user === null));
  const members: Employee[] = [];
  const others = wanted - users.length;
  for (let round = 0; members.length < others && queues.some((queue) => queue[round]); round += 1) {
    members.push(
      ...queues.flatMap((queue) => queue[round] ?? []).slice(0, others - members.length),
    );
  }
  const lead = members.find(isLeader) ?? members[0];
  return [...(lead ? [lead] : []), ...users, ...members.filter((member) => member !== lead)];
}

/** People without an end to their contract, and used to lead something. */
const isLeader = ({ role, endsOn }: Employee): boolean =>
  endsOn === null &&
  ['HDPT', 'SENC', 'HLTA', 'PREM', 'BUSS', 'MIDS', 'COOK', 'ICTM'].includes(role);
