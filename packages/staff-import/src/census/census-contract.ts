import type { StaffAssignment, StaffContract } from '../staff-record.ts';
import { DistinctIds } from './census-ids.ts';
import { elementAt, elementsNamed, textAt, textsNamed, type XmlElement } from './xml-element.ts';

/** What one needs to know to read the contracts of a census. */
export interface CensusSetting {
  /** The school whose census it is. */
  readonly urn: string;
  /** Role codes for post codes, where the trust has said so. */
  readonly roles: ReadonlyMap<string, string>;
  /** ISO day of the census, from its header; empty when it has none. */
  readonly censusDay: string;
}

interface Hours {
  readonly fte: number;
  readonly hoursPerWeek: number;
  readonly weeksPerYear: number | undefined;
}

/** Tells of something that a contract lacks. */
type Complain = (message: string) => void;

/** Reads the contracts of a member. */
export function contractsOf(
  member: XmlElement,
  setting: CensusSetting,
  complain: Complain,
): StaffContract[] {
  const ids = new DistinctIds();
  const subjects = textsNamed(member, 'SubjectCode').concat(
    textsNamed(member, 'GeneralSubjectCode'),
  );
  const subjectCodes = [...new Set(subjects)];
  return elementsNamed(member, 'ContractOrService').flatMap((contract) => {
    const firstDay = textAt(contract, 'ContractStart');
    if (firstDay === undefined) {
      complain('A contract has no start (ContractStart).');
      return [];
    }
    const assignments = assignmentsOf(contract, setting, subjectCodes, complain);
    const mainRole = assignments[0]?.roleCodes[0] ?? 'none';
    const type = textAt(contract, 'ContractType');
    return [
      {
        externalId: ids.next(`${firstDay}-${mainRole}`),
        type,
        firstDay,
        ...endOf(contract, type, setting.censusDay),
        origin: textAt(contract, 'Origin'),
        destination: textAt(contract, 'DestinationCode'),
        leavingReason: textAt(contract, 'LeavingReason'),
        assignments,
      },
    ];
  });
}

/**
 * The end of a fixed-term or temporary contract that lies ahead is only expected, since such
 * contracts are extended; with a destination or a reason for leaving it is settled.
 */
function endOf(contract: XmlElement, type: string | undefined, censusDay: string) {
  const end = textAt(contract, 'ContractEnd');
  if (end === undefined) return {};
  const isSettled = textAt(contract, 'DestinationCode') ?? textAt(contract, 'LeavingReason');
  const isForATime = type === 'FXT' || type === 'TMP';
  return isForATime && !isSettled && end > censusDay ? { expectedLastDay: end } : { lastDay: end };
}

/** Roles with hours of their own are posts of their own; the others share the contract's hours. */
function assignmentsOf(
  contract: XmlElement,
  setting: CensusSetting,
  subjectCodes: readonly string[],
  complain: Complain,
): StaffAssignment[] {
  const roles = elementsNamed(contract, 'Role');
  const ownHours = roles.filter((role) => elementsNamed(role, 'Hours').length > 0);
  const shared = roles.filter((role) => !ownHours.includes(role)).flatMap(codesOf);
  const post = textAt(contract, 'Post');
  const postCodes = post === undefined ? [] : [setting.roles.get(post) ?? post];
  const sharedCodes = shared.length > 0 || ownHours.length > 0 ? shared : postCodes;
  const sharedHours = elementAt(contract, 'PostLevelDetails') ?? contract;
  const parts = [
    ...(sharedCodes.length > 0 ? [{ codes: sharedCodes, from: sharedHours }] : []),
    ...ownHours.map((role) => ({ codes: codesOf(role), from: role })),
  ];
  if (parts.length === 0) complain('A contract has neither a post nor a role.');
  const ids = new DistinctIds();
  return parts.flatMap(({ codes, from }) => {
    const hours = hoursOf(from);
    if (typeof hours === 'string') {
      complain(hours);
      return [];
    }
    const roleCodes = codes.map((code) => setting.roles.get(code) ?? code);
    const externalId = ids.next(roleCodes[0] ?? 'none');
    return [{ externalId, urn: setting.urn, roleCodes, subjectCodes, ...hours }];
  });
}

function codesOf(role: XmlElement): string[] {
  return textsNamed(role, 'RoleIdentifier');
}

/** @returns a sentence when the hours do not say what share of full time they are. */
function hoursOf(from: XmlElement): Hours | string {
  const [hours] = elementsNamed(from, 'Hours');
  const numberAt = (name: string) => Number((hours && textAt(hours, name)) ?? Number.NaN);
  const [hoursPerWeek, fullTime] = [numberAt('HoursPerWeek'), numberAt('FTEHours')];
  const weeks = numberAt('WeeksPerYear');
  const fte = Math.round((hoursPerWeek / fullTime) * 100) / 100;
  if (!Number.isFinite(fte)) {
    return 'A post does not say both its hours (HoursPerWeek) and those of full time (FTEHours).';
  }
  if (fte <= 0 || fte > 1) {
    return `A post has ${hoursPerWeek} hours a week where full time is ${fullTime}.`;
  }
  return { fte, hoursPerWeek, weeksPerYear: Number.isFinite(weeks) ? weeks : undefined };
}
