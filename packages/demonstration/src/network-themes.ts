import type { Employee } from './employee.ts';

/** A network that trusts have. */
export interface NetworkTheme {
  readonly key: string;
  readonly name: string;
  readonly purpose: string;
  /** Census subject code, or null for a network around a job. */
  readonly subjectCode: string | null;
  readonly takes: (employee: Employee) => boolean;
}

const teaching =
  (...subjects: string[]) =>
  (employee: Employee) =>
    employee.subjects.some((subject) => subjects.includes(subject));
const working =
  (...roles: string[]) =>
  (employee: Employee) =>
    roles.includes(employee.role);

/** The key of the network that `examples/subject-network.graphql` shows. */
export const mathsKey = 'maths';

/** The key of the network that `examples/join-a-network.graphql` joins. */
export const buildingsKey = 'buildings';

/** Networks around subjects and around jobs; the maths network is the first. */
export const networkThemes: readonly NetworkTheme[] = [
  {
    key: mathsKey,
    name: 'Maths network',
    purpose:
      'Teaching maths from counting to calculus: shared planning, mastery and problem solving.',
    subjectCode: 'MAT',
    takes: teaching('MAT'),
  },
  {
    key: 'english',
    name: 'English network',
    purpose: 'Reading, writing and literature across key stages, and moderation of writing.',
    subjectCode: 'ENG',
    takes: teaching('ENG'),
  },
  {
    key: 'science',
    name: 'Science network',
    purpose: 'Practical science with teachers and technicians together, in every phase.',
    subjectCode: 'SCI',
    takes: (employee) => teaching('SCI', 'BIO', 'CHM', 'PHY')(employee) || employee.role === 'STCH',
  },
  {
    key: 'phonics',
    name: 'Phonics and early reading network',
    purpose: 'Teaching every child to read, with teachers and assistants who lead phonics groups.',
    subjectCode: 'PRI',
    takes: (employee) => teaching('PRI', 'UFA')(employee) && !employee.subjects.includes('MAT'),
  },
  {
    key: 'humanities',
    name: 'Humanities network',
    purpose: 'History and geography as disciplines, with local fieldwork that schools share.',
    subjectCode: 'HUM',
    takes: teaching('HIS', 'GEO', 'HUM'),
  },
  {
    key: 'languages',
    name: 'Languages network',
    purpose: 'French, Spanish and German from year 3 to year 13.',
    subjectCode: 'FRE',
    takes: teaching('FRE', 'SPA', 'GER'),
  },
  {
    key: 'sport',
    name: 'Physical education and sport network',
    purpose: 'Inclusive physical education and the trust’s shared fixtures.',
    subjectCode: 'PED',
    takes: teaching('PED'),
  },
  {
    key: 'computing',
    name: 'Computing network',
    purpose: 'Computer science and digital literacy, with the colleagues who run the machines.',
    subjectCode: 'CSI',
    takes: (employee) => teaching('CSI')(employee) || working('ICTM', 'ICTT')(employee),
  },
  {
    key: 'arts',
    name: 'Arts and design network',
    purpose:
      'Art, design and technology, music and drama: exhibitions and concerts across schools.',
    subjectCode: 'ART',
    takes: (employee) => teaching('ART', 'DAT', 'MUS', 'DRA')(employee) || employee.role === 'ARTD',
  },
  {
    key: 'inclusion',
    name: 'SENCO and inclusion network',
    purpose:
      'Special educational needs co-ordinators and those who lead support, sharing casework.',
    subjectCode: null,
    takes: working('SENC', 'THER', 'HLTA'),
  },
  {
    key: 'assistants',
    name: 'Teaching assistants network',
    purpose: 'Assistants who share interventions and routes to HLTA status and to teaching.',
    subjectCode: null,
    takes: working('TASS', 'LSEN', 'HLTA'),
  },
  {
    key: 'early-years',
    name: 'Early years practitioners network',
    purpose: 'Nursery nurses, officers and teachers of the youngest children.',
    subjectCode: null,
    takes: (employee) => working('NNSE', 'NASS')(employee) || teaching('UFA')(employee),
  },
  {
    key: 'site',
    name: 'Site and premises network',
    purpose: 'Caretakers, premises managers and cleaners: safe buildings, shared tools and cover.',
    subjectCode: null,
    takes: working('CTKR', 'PREM', 'CLNR'),
  },
  {
    key: 'business',
    name: 'Business and finance network',
    purpose: 'Business managers and finance staff: budgets, purchasing and professional study.',
    subjectCode: null,
    takes: working('BUSS', 'FINC', 'BURS', 'OMAN'),
  },
  {
    key: 'office',
    name: 'Office and attendance network',
    purpose: 'The people whom families meet first: reception, attendance, examinations and data.',
    subjectCode: null,
    takes: working('ADMC', 'RECP', 'ATTN', 'EXAM', 'DATA', 'PAHT'),
  },
  {
    key: 'technicians',
    name: 'Technicians network',
    purpose: 'Science, technology and art technicians: safety, stock and technician registration.',
    subjectCode: null,
    takes: working('STCH', 'TTCH', 'ARTD', 'RPRG'),
  },
  {
    key: 'midday',
    name: 'Midday supervisors network',
    purpose: 'Making lunchtimes good: play, behaviour, and ways into classroom work.',
    subjectCode: null,
    takes: working('MIDA', 'MIDS'),
  },
  {
    key: 'catering',
    name: 'Catering network',
    purpose: 'Cooks and kitchen staff: menus, allergens and apprenticeships.',
    subjectCode: null,
    takes: working('COOK', 'CATR'),
  },
  {
    key: 'pastoral',
    name: 'Pastoral and behaviour network',
    purpose: 'Pastoral staff, learning mentors and heads of year who share what helps children.',
    subjectCode: null,
    takes: working('PAST', 'LMEN', 'BEHM', 'WELF', 'HDYR', 'NURS', 'HSLO'),
  },
  {
    key: 'libraries',
    name: 'Libraries and reading for pleasure network',
    purpose: 'Librarians, and the colleagues who run a library where there is none.',
    subjectCode: null,
    takes: (employee) => employee.role === 'LIBR' || teaching('ENG')(employee),
  },
  {
    key: buildingsKey,
    name: 'Buildings and energy network',
    purpose: 'Heating, light and repairs that cost less and last: whoever looks after a building.',
    subjectCode: null,
    takes: working('PREM', 'ICTM', 'STCH', 'TTCH', 'BUSS'),
  },
];
