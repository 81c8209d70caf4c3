import type { Random } from './random.ts';
import type { TrustSchool } from './schools.ts';

/** A department of a secondary school: its name, its share of the teaching and its subjects. */
interface Department {
  readonly name: string;
  readonly weight: number;
  readonly subjects: readonly [string, ...string[]];
}

const departments: readonly Department[] = [
  { name: 'Maths', weight: 15, subjects: ['MAT'] },
  { name: 'English', weight: 15, subjects: ['ENG', 'MED'] },
  { name: 'Science', weight: 16, subjects: ['SCI', 'BIO', 'CHM', 'PHY'] },
  { name: 'Humanities', weight: 14, subjects: ['HIS', 'GEO', 'HUM'] },
  { name: 'Languages', weight: 9, subjects: ['FRE', 'SPA', 'GER'] },
  { name: 'Physical education', weight: 9, subjects: ['PED'] },
  { name: 'Art and technology', weight: 9, subjects: ['ART', 'DAT'] },
  { name: 'Computing and business', weight: 6, subjects: ['CSI', 'CAB'] },
  { name: 'Performing arts', weight: 5, subjects: ['MUS', 'DRA'] },
  { name: 'Religion and society', weight: 7, subjects: ['REL', 'PSH', 'PSY', 'SOC', 'HSC'] },
];

const weightedDepartments = departments.map(
  (department) => [department, department.weight] as const,
);
/** Subjects that primary teachers lead, in the order in which a growing school fills them. */
const ledInPrimary = ['MAT', 'ENG', 'SCI', 'PED', 'HIS', 'GEO', 'CSI', 'ART', 'MUS', 'REL', 'FRE'];

export interface Teaching {
  readonly subjects: readonly string[];
  readonly department: string | null;
}

/**
 * What the holder of a teaching post teaches.
 *
 * @param place which of the posts with this role at the school it is, from 0.
 */
export function teachingOf(
  school: TrustSchool,
  role: string,
  place: number,
  random: Random,
): Teaching {
  const isSecondary =
    school.kind === 'SECONDARY' ||
    (school.kind === 'ALL_THROUGH' && (role !== 'TCHR' || place % 5 > 1));
  if (isSecondary) return secondaryTeaching(role, place, random);
  if (school.kind === 'NURSERY') return { subjects: ['UFA'], department: null };
  const led = role === 'TCHR' ? ledInPrimary[place] : undefined;
  const general = school.kind === 'PRIMARY' || school.kind === 'ALL_THROUGH' ? 'PRI' : 'SEN';
  return { subjects: led ? [general, led] : [general], department: null };
}

function secondaryTeaching(role: string, place: number, random: Random): Teaching {
  if (role === 'SENC') return { subjects: ['SEN'], department: null };
  const headed = role === 'HDPT' ? departments[place % departments.length] : undefined;
  const department = headed ?? departmentFor(role, place, random);
  const subject = headed ? department.subjects[0] : random.pick(department.subjects);
  const second = random.chance(0.12)
    ? random.pick(random.weighted(weightedDepartments).subjects)
    : subject;
  return {
    subjects: second === subject ? [subject] : [subject, second],
    department: department.name,
  };
}

/** The first classroom posts go round the departments, so that none has only its head. */
function departmentFor(role: string, place: number, random: Random): Department {
  const inTurn = role === 'TCHR' ? departments[place] : undefined;
  return inTurn ?? random.weighted(weightedDepartments);
}
