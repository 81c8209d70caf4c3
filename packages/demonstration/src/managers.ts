import { isoDay } from './calendar.ts';
import { worksOn } from './employee.ts';
import type { Employee } from './employee.ts';
import type { JobFamily } from './job-families.ts';
import type { Random } from './random.ts';
import type { ManagerLinkRecord } from './records.ts';
import type { TrustSetting } from './trust-setting.ts';

/**
 * Who may manage a role, best first; the family's list holds where the role has none of its own. Every
 * list leads up to the head, whom the chief executive manages: so no link makes a cycle, nor one of
 * the past.
 */
const managersOfRole: Readonly<Partial<Record<string, readonly string[]>>> = {
  HDTR: [],
  DPHT: ['HDTR'],
  ASHT: ['DPHT', 'HDTR'],
  BUSS: ['HDTR'],
  SENC: ['DPHT', 'HDTR'],
  HDPT: ['ASHT', 'DPHT', 'HDTR'],
  HDYR: ['ASHT', 'DPHT', 'HDTR'],
  OMAN: ['BUSS'],
  PREM: ['BUSS'],
  ICTM: ['BUSS'],
  COOK: ['BUSS'],
  MIDS: ['BUSS'],
  PAHT: ['HDTR'],
};
const managersOfFamily: Readonly<Record<JobFamily, readonly string[]>> = {
  LEADERSHIP: ['HDTR'],
  TEACHING: ['ASHT', 'DPHT', 'HDTR'],
  CLASSROOM_SUPPORT: ['SENC', 'DPHT', 'HDTR'],
  PASTORAL: ['ASHT', 'DPHT', 'HDTR'],
  ADMINISTRATION: ['OMAN', 'BUSS', 'HDTR'],
  BUSINESS: ['BUSS', 'HDTR'],
  TECHNICIANS: ['BUSS', 'HDTR'],
  ICT: ['ICTM', 'BUSS', 'HDTR'],
  LIBRARY: ['ASHT', 'DPHT', 'HDTR'],
  SITE: ['PREM', 'BUSS', 'HDTR'],
  CATERING: ['COOK', 'BUSS', 'HDTR'],
  MIDDAY: ['MIDS', 'BUSS', 'HDTR'],
};
const managerRoles = new Set([
  'HDPT',
  ...Object.values(managersOfRole).flatMap((roles) => roles ?? []),
  ...Object.values(managersOfFamily).flat(),
]);

/** Says who manages whom: everybody but the chief executive and those who left has one manager. */
export function managerLinks(setting: TrustSetting): ManagerLinkRecord[] {
  const { employees, ids, today } = setting;
  const random = setting.random.branch('managers');
  const heads = managersBySchool(employees, today);
  const chief = employees.find(({ role }) => role === 'EXHT');
  if (!chief) throw new Error('The trust has no chief executive.');
  const directors = employees.filter(({ role }) => role === 'OCSU');
  return employees.flatMap((employee) => {
    if (employee === chief || (employee.endsOn !== null && employee.endsOn <= today)) return [];
    const managers = heads.get(employee.school.id) ?? new Map<string, Employee[]>();
    const central = employee.role === 'OCSU' ? chief : random.pick(directors);
    const manager = employee.isCentral ? central : (managerOf(employee, managers, random) ?? chief);
    const startsOn = Math.max(employee.startsOn, manager.startsOn);
    const link = linkOf(employee, manager, startsOn, employee.endsOn);
    const head = employee.isCentral ? undefined : managers.get('HDTR')?.[0];
    const wasManagedByHead =
      head && head !== manager && head !== employee && !employee.user && random.chance(0.05);
    const handedOver = today - random.integer(20, 200);
    const isLongEnough = startsOn < handedOver - 30 && (head?.startsOn ?? today) <= startsOn;
    if (!wasManagedByHead || !isLongEnough) return [{ id: ids.next(), ...link }];
    return [
      { id: ids.next(), ...linkOf(employee, head, startsOn, handedOver) },
      { id: ids.next(), ...linkOf(employee, manager, handedOver, employee.endsOn) },
    ];
  });
}

const linkOf = (
  employee: Employee,
  manager: Employee,
  startsOn: number,
  endsOn: number | null,
): Omit<ManagerLinkRecord, 'id'> => ({
  personId: employee.person.id,
  managerId: manager.person.id,
  startsOn: isoDay(startsOn),
  endsOn: endsOn === null ? null : isoDay(endsOn),
});

function managerOf(
  employee: Employee,
  managers: ReadonlyMap<string, readonly Employee[]>,
  random: Random,
): Employee | undefined {
  const ofDepartment = employee.role === 'TCHR' ? 'HDPT' : employee.role === 'STCH' ? 'HDPT' : null;
  const department = employee.role === 'STCH' ? 'Science' : employee.department;
  const heads = ofDepartment && department ? managers.get(ofDepartment) : undefined;
  const ownHeads = heads?.filter((head) => head.department === department) ?? [];
  if (ownHeads.length > 0) return random.pick(ownHeads);
  const roles = managersOfRole[employee.role] ?? managersOfFamily[employee.family];
  for (const role of roles) {
    const others = managers.get(role) ?? [];
    if (others.length > 0) return random.pick(others);
  }
  return undefined;
}

function managersBySchool(
  employees: readonly Employee[],
  today: number,
): ReadonlyMap<string, ReadonlyMap<string, readonly Employee[]>> {
  const schools = new Map<string, Map<string, Employee[]>>();
  for (const employee of employees) {
    if (!managerRoles.has(employee.role) || employee.isCentral) continue;
    if (employee.endsOn !== null || !worksOn(employee, today)) continue;
    const roles = schools.get(employee.school.id) ?? new Map<string, Employee[]>();
    schools.set(employee.school.id, roles);
    roles.set(employee.role, [...(roles.get(employee.role) ?? []), employee]);
  }
  return schools;
}
