import type {
  StaffEquality,
  StaffLeave,
  StaffQualification,
  StaffRecord,
} from '../staff-record.ts';
import { type CensusSetting, contractsOf } from './census-contract.ts';
import { censusPersonId, DistinctIds } from './census-ids.ts';
import { elementAt, elementsNamed, textAt, type XmlElement } from './xml-element.ts';

/** A member of the census as a record, with what is wrong about it in sentences. */
export interface CensusMember {
  readonly externalId: string | null;
  readonly record: StaffRecord;
  readonly problems: readonly string[];
}

/** Reads one `SchoolWorkforceMember`. @param row its place among them, from 1. */
export function memberOf(member: XmlElement, row: number, setting: CensusSetting): CensusMember {
  const details = elementAt(member, 'StaffDetails') ?? member;
  const name = elementAt(details, 'StaffMemberName') ?? details;
  const [givenNames] = elementsNamed(name, 'PersonGivenName');
  const familyName = textAt(name, 'PersonFamilyName');
  const givenName = givenNames?.text.trim() || undefined;
  const birthDate = textAt(details, 'PersonBirthDate');
  const trn = textAt(details, 'TeacherNumber');
  const facts = { urn: setting.urn, familyName, givenName, birthDate };
  const externalId = censusPersonId(trn, withoutUndefined(facts));
  const problems = [
    ...(familyName ? [] : ['The family name is missing (PersonFamilyName).']),
    ...(givenName ? [] : ['The given name is missing (PersonGivenName).']),
    ...(externalId || birthDate ? [] : ['Without a TRN a birth date is needed (PersonBirthDate).']),
  ];
  const record: StaffRecord = {
    externalId: externalId ?? '',
    row,
    givenName,
    familyName,
    formerFamilyName: textAt(details, 'FormerFamilyNames', 'PersonFamilyName'),
    trn,
    birthDate,
    contracts: contractsOf(member, setting, (message) => problems.push(message)),
    leave: leaveOf(member),
    qualifications: qualificationsOf(member, details),
    equality: equalityOf(details),
  };
  return { externalId, record, problems };
}

/** An absence without a last day lasts still. */
function leaveOf(member: XmlElement): StaffLeave[] {
  const ids = new DistinctIds();
  return elementsNamed(member, 'Absence').flatMap((absence) => {
    const kind = textAt(absence, 'AbsenceCategory');
    const firstDay = textAt(absence, 'FirstDayOfAbsence');
    if (kind === undefined || firstDay === undefined) return [];
    const externalId = ids.next(`${firstDay}-${kind}`);
    return [{ externalId, kind, firstDay, lastDay: textAt(absence, 'LastDayOfAbsence') }];
  });
}

/** Statuses that a member has or has not, by the name of their element. */
const statuses = [
  ['QTS', 'QTS'],
  ['QTLS', 'QTLS'],
  ['EYTS', 'EYTS'],
  ['HLTAStatus', 'HLTA'],
] as const;

function qualificationsOf(member: XmlElement, details: XmlElement): StaffQualification[] {
  const ids = new DistinctIds();
  const held = statuses
    .filter(([element]) => isTrue(textAt(details, element)))
    .map(([, kind]) => ({ externalId: ids.next(kind), kind }));
  const degrees = elementsNamed(member, 'Qualification').flatMap((qualification) => {
    const kind = textAt(qualification, 'QualificationCode');
    const [subject] = elementsNamed(qualification, 'QualificationSubject');
    const subjectCode = subject?.text.trim() || undefined;
    if (kind === undefined) return [];
    return [{ externalId: ids.next(`${kind}-${subjectCode ?? ''}`), kind, subjectCode }];
  });
  return [...held, ...degrees];
}

function isTrue(text: string | undefined): boolean {
  return ['true', '1', 'y', 'yes'].includes(text?.toLowerCase() ?? '');
}

function equalityOf(details: XmlElement): StaffEquality | undefined {
  const ethnicity = textAt(details, 'Ethnicity');
  const sex = textAt(details, 'Sex') ?? textAt(details, 'GenderCurrent');
  const disability = textAt(details, 'Disability');
  return (ethnicity ?? sex ?? disability) ? { ethnicity, sex, disability } : undefined;
}

function withoutUndefined(facts: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]) => (fact === undefined ? [] : [[name, fact]])),
  );
}
