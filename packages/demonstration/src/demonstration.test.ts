import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { demonstrationTrusts, seedTrusts } from './demonstration.ts';
import { jobFamilies, jobFamilyOf, rolesOfFamily } from './job-families.ts';
import { opportunityKinds } from './opportunity-kinds.ts';
import { userNames } from './records.ts';
import type { ContractRecord, PersonRecord, TrustRecords, UserName } from './records.ts';
import { wellKnown } from './well-known.ts';

const today = '2026-11-23';
const hashOf = (data: unknown) => createHash('sha256').update(JSON.stringify(data)).digest('hex');
const [main, other] = twoTrusts(demonstrationTrusts({ seed: 'hawthorn', today }));

function twoTrusts(trusts: readonly TrustRecords[]): [TrustRecords, TrustRecords] {
  const [one, two] = trusts;
  if (!one || !two) throw new Error('There are two trusts.');
  return [one, two];
}

const runs = ({ startsOn, endsOn }: { startsOn: string; endsOn: string | null }) =>
  startsOn <= today && (endsOn === null || today < endsOn);
const current = (trust: TrustRecords) =>
  trust.people.filter((person) => person.contracts.some(runs));
const latest = ({ contracts }: PersonRecord): ContractRecord => {
  const contract = contracts.at(-1);
  if (!contract) throw new Error('Everybody has a contract.');
  return contract;
};
const roleOf = (person: PersonRecord) => latest(person).assignments.at(-1)?.roleCodes[0] ?? '';
const userOf = (trust: TrustRecords, name: UserName) => {
  const id = trust.users.find((user) => user.name === name)?.personId;
  const person = trust.people.find((candidate) => candidate.id === id);
  if (!person) throw new Error(`There is no user ${name}.`);
  return person;
};
const shareOf = <T>(items: readonly T[], test: (item: T) => boolean) =>
  items.filter(test).length / items.length;

describe('the demonstration trusts', () => {
  it('are the same for the same seed and day', () => {
    expect(hashOf(demonstrationTrusts({ seed: 'hawthorn', today }))).toBe(hashOf([main, other]));
  });

  it('are others for another seed', () => {
    expect(hashOf(demonstrationTrusts({ seed: 'elm', today }))).not.toBe(hashOf([main, other]));
  });

  it('give well-known things the same id whatever the seed and the day', () => {
    const [later] = twoTrusts(demonstrationTrusts({ seed: 'elm', today: '2027-03-01' }));
    for (const trust of [main, later]) {
      expect(trust.trust.id).toBe(wellKnown.trustId);
      expect(trust.networks.map(({ id }) => id)).toContain(wellKnown.mathsNetworkId);
      expect(trust.schools[0]).toMatchObject({
        id: wellKnown.hubSchoolId,
        name: 'Ashton Park School',
      });
      for (const { name, personId } of trust.users) expect(personId).toBe(wellKnown.people[name]);
    }
    expect(other.trust.id).toBe(wellKnown.otherTrustId);
  });

  it('have at least 24 schools and 1,800 staff, and a smaller one 4 to 6 and about 250', () => {
    expect(main.schools.length).toBeGreaterThanOrEqual(24);
    expect(current(main).length).toBeGreaterThanOrEqual(1800);
    expect(other.schools.length).toBeGreaterThanOrEqual(4);
    expect(other.schools.length).toBeLessThanOrEqual(6);
    expect(Math.abs(current(other).length - 250)).toBeLessThan(40);
  });

  it('have every sort of staff, about half of the working time being teachers’', () => {
    const assignments = current(main).flatMap(({ contracts }) =>
      contracts.flatMap((contract) => contract.assignments.filter(runs)),
    );
    const isTeaching = (role = '') => ['LEADERSHIP', 'TEACHING'].includes(jobFamilyOf(role));
    const fte = (all: typeof assignments) => all.reduce((sum, one) => sum + one.fte, 0);
    const teaching = assignments.filter(({ roleCodes }) => isTeaching(roleCodes[0]));
    expect(fte(teaching) / fte(assignments)).toBeGreaterThan(0.45);
    expect(fte(teaching) / fte(assignments)).toBeLessThan(0.58);
    const heads = shareOf(current(main), (person) => isTeaching(roleOf(person)));
    expect(heads).toBeGreaterThan(0.38);
    expect(heads).toBeLessThan(0.52);
    const families = new Set(current(main).map((person) => jobFamilyOf(roleOf(person))));
    expect([...families].sort()).toEqual([...jobFamilies].sort());
  });

  it('have part-time assistants, shared staff, two jobs, leavers, starters and agency staff', () => {
    const people = main.people;
    const now = current(main);
    const assistants = now.filter((person) => roleOf(person) === 'TASS');
    const isPartTime = (person: PersonRecord) =>
      latest(person).assignments.every(({ fte }) => fte < 1);
    expect(shareOf(assistants, isPartTime)).toBeGreaterThan(0.6);
    const running = (person: PersonRecord) => latest(person).assignments.filter(runs);
    const isAtTwoSchools = (person: PersonRecord) =>
      new Set(running(person).map(({ schoolId }) => schoolId)).size === 2;
    expect(now.filter(isAtTwoSchools).length).toBeGreaterThan(10);
    const roles = (person: PersonRecord) => running(person).flatMap(({ roleCodes }) => roleCodes);
    const hasBoth = (person: PersonRecord) =>
      roles(person).includes('TASS') && roles(person).includes('MIDA');
    expect(now.filter(hasBoth).length).toBeGreaterThan(10);
    const endOf = (person: PersonRecord) => latest(person).endsOn;
    expect(people.filter((person) => (endOf(person) ?? '9999') <= today).length).toBeGreaterThan(
      20,
    );
    expect(people.filter((person) => latest(person).startsOn > today).length).toBeGreaterThan(5);
    expect(people.filter((person) => person.contracts.length > 1).length).toBeGreaterThan(2);
    for (const type of ['FXT', 'TMP', 'SAG']) {
      expect(now.filter((person) => latest(person).type === type).length).toBeGreaterThan(5);
    }
    const isLeaving = (person: PersonRecord) => latest(person).type === 'PRM' && endOf(person);
    expect(now.filter(isLeaving).length).toBeGreaterThan(15);
  });

  it('have site and kitchen staff without a work mailbox, and everybody else mostly with one', () => {
    const hasNone = ({ workEmail }: PersonRecord) => workEmail === null;
    const worksIn = (...families: string[]) =>
      current(main).filter((person) => families.includes(jobFamilyOf(roleOf(person))));
    expect(shareOf(worksIn('SITE', 'CATERING', 'MIDDAY'), hasNone)).toBeGreaterThan(0.7);
    expect(shareOf(worksIn('TEACHING', 'BUSINESS', 'ADMINISTRATION'), hasNone)).toBeLessThan(0.05);
  });

  it('have twelve networks or more, each over many schools', () => {
    expect(main.networks.length).toBeGreaterThanOrEqual(12);
    for (const { id, leadId } of main.networks) {
      const members = main.memberships.filter(({ networkId }) => networkId === id);
      expect(members.length).toBeGreaterThanOrEqual(20);
      expect(members.length).toBeLessThanOrEqual(40);
      expect(members.map(({ personId }) => personId)).toContain(leadId);
    }
  });

  it('have networks of every job that meet, write and ask, with somebody to stand in', () => {
    const { deputies, outputs, questions } = main.networkWords;
    for (const name of [
      'SENCO',
      'Site and',
      'Office and',
      'Technicians',
      'Teaching assist',
      'Maths',
    ]) {
      const network = main.networks.find((one) => one.name.startsWith(name));
      const ofIt = (all: readonly { readonly networkId: string }[]) =>
        all.filter(({ networkId }) => networkId === network?.id).length;
      const found = [main.meetings, deputies, outputs, questions].map(ofIt);
      expect([name, ...found]).toEqual([name, 1, 1, 2, 1]);
    }
    const members = new Set(main.memberships.map((one) => `${one.networkId} ${one.personId}`));
    for (const { networkId, authorIds } of outputs) {
      for (const id of authorIds) expect(members).toContain(`${networkId} ${id}`);
    }
    const flushing = outputs.find(({ id }) => id === wellKnown.flushingOutputId);
    expect(flushing?.authorIds).toContain(wellKnown.people.site);
  });

  it('offer something now to every sort of staff, and had every kind within the year', () => {
    const open = main.opportunities.filter(({ state }) => state === 'PUBLISHED');
    for (const family of jobFamilies) {
      const [role = ''] = rolesOfFamily[family];
      expect(open.filter((one) => one.audienceRoleCodes.includes(role)).length).toBeGreaterThan(0);
    }
    expect(new Set(main.opportunities.map(({ kind }) => kind))).toEqual(new Set(opportunityKinds));
    const states = new Set(main.opportunities.map(({ state }) => state));
    expect([...states].sort()).toEqual(['CLOSED', 'DRAFT', 'FILLED', 'PUBLISHED', 'UNFILLED']);
  });

  it('had most conversations in time, in some schools more than in others, and some are due', () => {
    const { conversations, trainings } = main.talks;
    const offered = conversations.filter(({ offeredOn }) => (offeredOn ?? '') > '2025-11-23');
    expect(offered.length / current(main).length).toBeGreaterThan(0.55);
    expect(offered.length / current(main).length).toBeLessThan(0.85);
    expect(conversations.some(({ state }) => state === 'DECLINED_BY_STAFF')).toBe(true);
    expect(conversations.some(({ chosen }) => chosen)).toBe(true);
    expect(trainings.some(({ validUntil }) => validUntil <= today)).toBe(true);
    expect(main.talks.willing).toContain(wellKnown.people.panel);
  });

  it('show a rich maths network', () => {
    const members = new Set(
      main.memberships
        .filter(({ networkId }) => networkId === wellKnown.mathsNetworkId)
        .map(({ personId }) => personId),
    );
    const schools = main.people
      .filter(({ id }) => members.has(id))
      .map((person) => latest(person).assignments.find(({ isPrimary }) => isPrimary)?.schoolId);
    expect(new Set(schools).size).toBeGreaterThanOrEqual(12);
    const who = (records: readonly { personId: string }[]) =>
      new Set(records.flatMap(({ personId }) => (members.has(personId) ? [personId] : []))).size;
    expect(who(main.placements)).toBeGreaterThanOrEqual(6);
    expect(who(main.awards)).toBeGreaterThanOrEqual(8);
    const open = main.opportunities.filter(
      ({ networkId, state }) => networkId === wellKnown.mathsNetworkId && state === 'PUBLISHED',
    );
    expect(open.length).toBeGreaterThanOrEqual(3);
    expect(members).toContain(wellKnown.people.teacher);
    expect(members).toContain(wellKnown.people.manager);
  });
});

describe('the demonstration users', () => {
  it('are all there, with their roles', () => {
    const names = [...main.users, ...other.users].map(({ name }) => name);
    expect(names.sort()).toEqual([...userNames].sort());
    const roles = (name: UserName) =>
      [...main.roles, ...other.roles].filter(({ personId }) => personId === wellKnown.people[name]);
    expect(roles('central')).toMatchObject([{ role: 'PEOPLE_TEAM', schoolId: null }]);
    expect(roles('head')).toMatchObject([{ role: 'HEAD', schoolId: wellKnown.hubSchoolId }]);
    expect(roles('finance')).toMatchObject([{ role: 'FINANCE', schoolId: null }]);
    expect(roles('approver')).toMatchObject([{ role: 'FINANCE', schoolId: null }]);
    expect(roles('panel')).toMatchObject([{ role: 'PANEL', schoolId: null }]);
    expect(roles('analyst')).toMatchObject([{ role: 'ANALYST', schoolId: null }]);
    expect(roles('other-central')).toMatchObject([{ role: 'PEOPLE_TEAM', schoolId: null }]);
    expect(roles('teacher')).toEqual([]);
  });

  it('show a career: the teacher is placed elsewhere, studies, applies and has a manager', () => {
    const { id } = userOf(main, 'teacher');
    const placement = main.placements.find(({ personId }) => personId === id);
    expect(placement && runs(placement)).toBe(true);
    expect(placement?.hostSchoolId).not.toBe(wellKnown.hubSchoolId);
    expect(main.awards.find(({ personId }) => personId === id)?.withdrawnOn).toBeNull();
    const open = new Set(
      main.opportunities.flatMap((one) => (one.state === 'PUBLISHED' ? [one.id] : [])),
    );
    const applied = main.applications.filter(({ personId }) => personId === id);
    expect(applied.some(({ opportunityId }) => open.has(opportunityId))).toBe(true);
    const links = main.managerLinks.filter(({ personId }) => personId === id);
    expect(links).toMatchObject([{ managerId: wellKnown.people.manager, endsOn: null }]);
  });

  it('have a teaching assistant with two jobs who studies, and site staff without a mailbox', () => {
    const ta = userOf(main, 'ta');
    const roles = latest(ta).assignments.map(({ roleCodes }) => roleCodes[0]);
    expect(roles).toEqual(['TASS', 'MIDA']);
    expect(main.awards.map(({ personId }) => personId)).toContain(ta.id);
    expect(userOf(main, 'site').workEmail).toBeNull();
  });
});

describe('big data', () => {
  const options = { seed: 'big', today, trusts: 5, schools: 70, staff: 9000 };

  it('has as many trusts, schools and staff as asked for, all of them distinct', () => {
    const trusts = [...seedTrusts(options)];
    expect(trusts.length).toBe(5);
    expect(trusts.flatMap(({ schools }) => schools).length).toBe(70);
    expect(trusts.flatMap(({ people }) => people).length).toBe(9000);
    const urns = [...trusts, main, other].flatMap(({ schools }) => schools.map(({ urn }) => urn));
    expect(new Set(urns).size).toBe(urns.length);
    const ids = trusts.flatMap(({ people }) => people.map(({ id }) => id));
    expect(new Set(ids).size).toBe(9000);
  });

  it('is the same for the same seed and day', () => {
    const [first] = seedTrusts(options);
    const [again] = seedTrusts(options);
    expect(hashOf(again)).toBe(hashOf(first));
  });

  it('goes on with invented schools when the real ones run out', () => {
    const [trust] = seedTrusts({ ...options, trusts: 1, schools: 1500, staff: 30_000 });
    const urns = trust?.schools.map(({ urn }) => urn) ?? [];
    expect(new Set(urns).size).toBe(1500);
    expect(urns.at(-1)).toMatch(/^9\d{5}$/);
  });

  it('makes a trust only when it is asked for', () => {
    const endless = seedTrusts({ ...options, trusts: 1e9, schools: 10e9, staff: 1e11 });
    expect(endless.next().value).toMatchObject({ trust: { name: 'Invented Trust 1' } });
    endless.return(undefined);
  });
});
