import { Random } from '@trellis/demonstration/random';
import type { StaffRecord } from '@trellis/staff-import/staff-record';

/**
 * So many people with a contract and one or two posts, as a school's system would send them: the same
 * ones each time.
 */
export function generatedStaff(count: number): StaffRecord[] {
  const random = new Random('staff sync');
  return Array.from({ length: count }, (_, n) => aMember(n, random));
}

const roles = ['TCHR', 'TASS', 'MIDS', 'ADMN'];

function aMember(n: number, random: Random): StaffRecord {
  const isTeacher = random.fraction() < 0.5;
  const firstDay = `${random.integer(2005, 2025)}-09-01`;
  const posts = random.fraction() < 0.2 ? 2 : 1;
  const assignments = Array.from({ length: posts }, (_post, place) => ({
    externalId: String(place + 1),
    roleCodes: [isTeacher ? 'TCHR' : (roles[random.integer(0, 3)] ?? 'TCHR')],
    fte: random.integer(10, 100 / posts) / 100,
    hoursPerWeek: random.integer(5, 37),
    weeksPerYear: 39,
  }));
  return {
    externalId: `bench-${n}`,
    row: n + 1,
    givenName: `Given${random.integer(1, 400)}`,
    familyName: `Family${n}`,
    workEmail: `bench-${n}@bench.example`,
    trn: isTeacher ? String(5_000_000 + n) : undefined,
    birthDate: `${random.integer(10, 28)}/${random.integer(1, 12)}/${random.integer(1956, 2003)}`,
    contracts: [
      { externalId: '1', type: 'PRM', payrollNumber: `BENCH${n}`, firstDay, assignments },
    ],
  };
}
