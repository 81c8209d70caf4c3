import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { demonstrationTrusts, seedTrusts } from './demonstration.ts';
import { isTeacherRole, jobFamilyOf } from './job-families.ts';
import { programmeCodes } from './programme-codes.ts';
import type { PersonRecord, TrustRecords } from './records.ts';
import { codesOf } from './reference.ts';

/** Days that are awkward: the ends of an academic year, of a calendar year and of February. */
const days = ['2026-11-23', '2026-09-01', '2026-08-31', '2027-01-01', '2028-02-29', '2026-09-03'];

/** Holds every trust of several seeds and days to the claim. */
function always(claim: (trust: TrustRecords, today: string) => void) {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...days), (seed, today) => {
      for (const trust of demonstrationTrusts({ seed, today })) claim(trust, today);
      for (const trust of seedTrusts({ seed, today, trusts: 2, schools: 9, staff: 900 })) {
        claim(trust, today);
      }
    }),
    { numRuns: 6, endOnFailure: true },
  );
}

const idsOf = (records: readonly { readonly id: string }[]) => new Set(records.map(({ id }) => id));
const assignmentsOf = ({ contracts }: PersonRecord) =>
  contracts.flatMap(({ assignments }) => assignments);
const isUnique = (keys: readonly string[]) => new Set(keys).size === keys.length;
const isOrdered = ({ startsOn, endsOn }: { startsOn: string; endsOn: string | null }) =>
  endsOn === null || startsOn < endsOn;
const isEmployedOn = ({ contracts }: PersonRecord, day: string) =>
  contracts.some(({ startsOn, endsOn }) => startsOn <= day && (endsOn === null || day < endsOn));

describe('the records of a trust', () => {
  it('have ids, URNs, mailboxes, TRNs and payroll numbers of their own', () => {
    always((trust) => {
      const { people, schools, managerLinks, networks, memberships, roles } = trust;
      const { opportunities, applications, placements, funds, awards } = trust;
      const contracts = people.flatMap((person) => person.contracts);
      const all = [schools, people, contracts, people.flatMap(assignmentsOf), managerLinks].flat();
      const more = [networks, memberships, roles, opportunities, applications].flat();
      const ids = [...all, ...more, ...placements, ...funds, ...awards].map(({ id }) => id);
      expect(isUnique(ids)).toBe(true);
      expect(isUnique(schools.map(({ urn }) => urn))).toBe(true);
      expect(isUnique(people.flatMap(({ workEmail }) => workEmail ?? []))).toBe(true);
      expect(isUnique(people.flatMap(({ trn }) => trn ?? []))).toBe(true);
      expect(isUnique(contracts.map(({ payrollNumber }) => payrollNumber))).toBe(true);
    });
  });

  it('refer only to what is there', () => {
    always((trust) => {
      const [people, schools] = [idsOf(trust.people), idsOf(trust.schools)];
      const [networks, opportunities] = [idsOf(trust.networks), idsOf(trust.opportunities)];
      const funds = idsOf(trust.funds);
      const lost = [
        trust.people.flatMap(assignmentsOf).some(({ schoolId }) => !schools.has(schoolId)),
        trust.managerLinks.some((one) => !people.has(one.personId) || !people.has(one.managerId)),
        trust.networks.some(({ leadId }) => !people.has(leadId)),
        trust.memberships.some((one) => !people.has(one.personId) || !networks.has(one.networkId)),
        trust.roles.some((one) => !people.has(one.personId)),
        trust.roles.some(({ schoolId }) => schoolId !== null && !schools.has(schoolId)),
        trust.users.some(({ personId }) => !people.has(personId)),
        trust.opportunities.some(({ createdById }) => !people.has(createdById)),
        trust.opportunities.some(({ networkId }) => networkId !== null && !networks.has(networkId)),
        trust.opportunities.some((one) => one.hostSchoolId && !schools.has(one.hostSchoolId)),
        trust.applications.some((one) => !people.has(one.personId)),
        trust.applications.some((one) => !opportunities.has(one.opportunityId)),
        trust.placements.some((one) => !opportunities.has(one.opportunityId)),
        trust.placements.some((one) => !schools.has(one.homeSchoolId)),
        trust.placements.some((one) => !schools.has(one.hostSchoolId)),
        trust.awards.some((one) => !funds.has(one.fundId) || !people.has(one.personId)),
        trust.awards.some(({ schoolId }) => !schools.has(schoolId)),
        trust.talks.conversations.some(
          (one) => !people.has(one.personId) || !people.has(one.leadId),
        ),
        trust.talks.trainings.some((one) => !people.has(one.personId)),
        trust.talks.willing.some((personId) => !people.has(personId)),
        trust.meetings.some((one) => !networks.has(one.networkId) || !people.has(one.leadId)),
      ];
      expect(lost).toEqual(lost.map(() => false));
    });
  });

  it('use census codes and known programmes alone', () => {
    const [roles, subjects] = [codesOf('role-codes.csv'), codesOf('subject-codes.csv')];
    always(({ people, networks, opportunities, awards }) => {
      const assignments = people.flatMap(assignmentsOf);
      const usedRoles = [
        ...assignments.flatMap(({ roleCodes }) => roleCodes),
        ...opportunities.flatMap(({ audienceRoleCodes }) => audienceRoleCodes),
      ];
      expect(roles).toEqual(expect.arrayContaining([...new Set(usedRoles)]));
      const taught = assignments.flatMap(({ subjectCodes }) => subjectCodes);
      const usedSubjects = [...taught, ...networks.flatMap(({ subjectCode }) => subjectCode ?? [])];
      expect(subjects).toEqual(expect.arrayContaining([...new Set(usedSubjects)]));
      const studied = new Set(awards.map(({ programmeCode }) => programmeCode));
      expect(programmeCodes).toEqual(expect.arrayContaining([...studied]));
    });
  });

  it('never put a person above full time on any day, and always at one main place', () => {
    always(({ people }) => {
      for (const person of people) {
        const assignments = assignmentsOf(person);
        for (const { startsOn: day } of assignments) {
          const running = assignments.filter(
            ({ startsOn, endsOn }) => startsOn <= day && (endsOn === null || day < endsOn),
          );
          const hundredths = running.reduce((sum, { fte }) => sum + Math.round(fte * 100), 0);
          if (hundredths > 100 || running.filter(({ isPrimary }) => isPrimary).length !== 1) {
            throw new Error(`Not one whole person: ${JSON.stringify(person)}`);
          }
        }
      }
    });
  });

  it('give a teacher reference number to teachers, and to nobody else', () => {
    always(({ people }) => {
      for (const person of people) {
        const isTeacher = isTeacherRole(assignmentsOf(person)[0]?.roleCodes[0] ?? '');
        if ((person.trn !== null) !== isTeacher) throw new Error(JSON.stringify(person));
      }
    });
  });

  it('have ends after beginnings, and assignments within their contracts', () => {
    always(({ people, managerLinks, placements, opportunities }) => {
      for (const contract of people.flatMap(({ contracts }) => contracts)) {
        const isWithin = contract.assignments.every(
          (one) =>
            isOrdered(one) &&
            one.startsOn >= contract.startsOn &&
            (contract.endsOn === null || (one.endsOn ?? '9999') <= contract.endsOn),
        );
        if (!isOrdered(contract) || !isWithin) throw new Error(JSON.stringify(contract));
      }
      expect(managerLinks.filter((link) => !isOrdered(link))).toEqual([]);
      expect(placements.filter((placement) => !isOrdered(placement))).toEqual([]);
      expect(opportunities.filter((one) => one.opensOn >= one.closesOn)).toEqual([]);
    });
  });

  it('have one manager a person at a time and no cycle, those of the past included', () => {
    always(({ people, managerLinks, users }, today) => {
      const managers = Map.groupBy(managerLinks, ({ personId }) => personId);
      const done = new Set<string>();
      const visit = (personId: string, below: readonly string[]) => {
        if (below.includes(personId)) throw new Error(`A cycle: ${below.join(' ')}`);
        if (done.has(personId)) return;
        for (const { managerId } of managers.get(personId) ?? [])
          visit(managerId, [...below, personId]);
        done.add(personId);
      };
      for (const { id } of people) visit(id, []);
      for (const links of managers.values()) {
        const ends = links.map(({ endsOn }) => endsOn ?? '9999');
        expect(links.slice(1).every(({ startsOn }, index) => startsOn >= (ends[index] ?? ''))).toBe(
          true,
        );
      }
      const unmanaged = people.filter(
        (person) => isEmployedOn(person, today) && !managers.has(person.id),
      );
      expect(unmanaged.length).toBe(1);
      expect(users.map(({ personId }) => personId)).not.toContain(unmanaged[0]?.id);
    });
  });

  it('apply once and in time, for what is on offer, while employed', () => {
    always(({ opportunities, applications, people }, today) => {
      const offers = new Map(opportunities.map((one) => [one.id, one]));
      const staff = new Map(people.map((person) => [person.id, person]));
      const standing = applications.filter(({ withdrawnAt }) => withdrawnAt === null);
      expect(isUnique(standing.map((one) => `${one.opportunityId} ${one.personId}`))).toBe(true);
      for (const application of applications) {
        const offer = offers.get(application.opportunityId);
        const person = staff.get(application.personId);
        const day = application.submittedAt.slice(0, 10);
        const isInTime = offer && offer.opensOn <= day && day <= offer.closesOn && day < today;
        const isLater = (application.withdrawnAt ?? '9999') > application.submittedAt;
        const isFair = offer?.state !== 'DRAFT' && person && isEmployedOn(person, day);
        if (!isInTime || !isLater || !isFair) throw new Error(JSON.stringify(application));
      }
    });
  });

  it('publish what is open now, and draft what is to come', () => {
    always(({ opportunities }, today) => {
      for (const { state, opensOn, closesOn } of opportunities) {
        if (state === 'DRAFT') expect(opensOn > today).toBe(true);
        else if (state === 'PUBLISHED') expect(opensOn <= today && today <= closesOn).toBe(true);
        else expect(closesOn < today).toBe(true);
      }
    });
  });

  it('place those who applied, at another school, one place at a time, swaps both ways', () => {
    always(({ opportunities, applications, placements }, today) => {
      const filled = new Set(
        opportunities.flatMap((one) => (one.state === 'FILLED' ? [one.id] : [])),
      );
      const applied = new Set(
        applications.flatMap((one) =>
          one.withdrawnAt === null ? [`${one.opportunityId} ${one.personId}`] : [],
        ),
      );
      for (const placement of placements) {
        expect(applied).toContain(`${placement.opportunityId} ${placement.personId}`);
        expect(filled).toContain(placement.opportunityId);
        expect(placement.hostSchoolId).not.toBe(placement.homeSchoolId);
      }
      for (const own of Map.groupBy(placements, ({ personId }) => personId).values()) {
        const inOrder = own.toSorted((one, other) => (one.startsOn < other.startsOn ? -1 : 1));
        const ends = inOrder.map(({ endsOn }) => endsOn);
        expect(inOrder.slice(1).every((one, index) => one.startsOn >= (ends[index] ?? ''))).toBe(
          true,
        );
      }
      const swaps = placements.filter(({ kind }) => kind === 'SWAP');
      for (const legs of Map.groupBy(swaps, ({ opportunityId }) => opportunityId).values()) {
        expect(legs.map(({ homeSchoolId }) => homeSchoolId)).toEqual(
          legs.map(({ hostSchoolId }) => hostSchoolId).reverse(),
        );
      }
      expect(placements.some(({ endsOn }) => endsOn <= today)).toBe(true);
      expect(placements.some(({ startsOn }) => startsOn > today)).toBe(true);
    });
  });

  it('talk with somebody else, each once at most, of what was and what is to come', () => {
    always(({ people, talks }, today) => {
      const byId = new Map(people.map((person) => [person.id, person]));
      const { conversations } = talks;
      expect(isUnique(conversations.map(({ personId }) => personId))).toBe(true);
      for (const { personId, leadId, state, plannedOn, offeredOn } of conversations) {
        expect(personId).not.toBe(leadId);
        expect(offeredOn === null).toBe(state === 'SCHEDULED');
        if (plannedOn !== null) expect(plannedOn > today).toBe(true);
        const person = byId.get(personId);
        if (offeredOn !== null && person) expect(isEmployedOn(person, offeredOn)).toBe(true);
      }
    });
  });

  it('never overspend a fund, award once a year, and only those employed', () => {
    always(({ funds, awards, people }, today) => {
      const staff = new Map(people.map((person) => [person.id, person]));
      const years = new Map(funds.map(({ id, academicYear }) => [id, academicYear]));
      for (const { id, amountPence, academicYear } of funds) {
        const own = awards.filter(({ fundId }) => fundId === id);
        expect(own.reduce((sum, award) => sum + award.amountPence, 0)).toBeLessThanOrEqual(
          amountPence,
        );
        expect(amountPence).toBeLessThan(2 ** 31);
        const [first, last] = [`${academicYear}-09-01`, `${academicYear + 1}-08-31`];
        const isInYear = own.every((one) => one.awardedOn >= first && one.awardedOn <= last);
        expect(isInYear && own.every(({ awardedOn }) => awardedOn <= today)).toBe(true);
      }
      const standing = awards.filter(({ withdrawnOn }) => withdrawnOn === null);
      expect(
        isUnique(standing.map((one) => `${years.get(one.fundId) ?? ''} ${one.personId}`)),
      ).toBe(true);
      for (const award of awards) {
        const person = staff.get(award.personId);
        const isEmployed = person && isEmployedOn(person, award.awardedOn);
        const isOrderly = (award.withdrawnOn ?? '9999') > award.awardedOn;
        const isWhole = Number.isSafeInteger(award.amountPence) && award.amountPence > 0;
        if (!isEmployed || !isOrderly || !isWhole) throw new Error(JSON.stringify(award));
      }
    });
  });

  it('have study money for every sort of staff', () => {
    always(({ people, awards }, today) => {
      const studies = new Set(awards.map(({ personId }) => personId));
      const staff = people.filter((one) => isEmployedOn(one, today));
      const roleOf = (person: PersonRecord) => assignmentsOf(person).at(-1)?.roleCodes[0] ?? '';
      for (const own of Map.groupBy(staff, (person) => jobFamilyOf(roleOf(person))).values()) {
        // A handful may all be newly come, or about to leave.
        if (own.length > 5) expect(own.some(({ id }) => studies.has(id))).toBe(true);
      }
    });
  });

  it('are published by GIAS with every school once, readable as Windows-1252', () => {
    always(({ gias, schools, trust }) => {
      const read = (file: Uint8Array) =>
        new TextDecoder('windows-1252').decode(file).split('\r\n').slice(1, -1);
      expect(read(gias.groups)).toHaveLength(1);
      expect(read(gias.groups)[0]).toContain(trust.groupId);
      for (const file of [gias.establishments, gias.links]) {
        const rows = read(file);
        expect(rows.map((row) => row.split(',')[0])).toEqual(schools.map(({ urn }) => urn));
        expect(rows.every((row, index) => row.includes(schools[index]?.name ?? '-'))).toBe(true);
      }
    });
  });
});
