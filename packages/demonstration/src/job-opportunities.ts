import type { JobFamily } from './job-families.ts';
import { everywhere, primary, secondary, theme } from './opportunity-theme.ts';
import type { OpportunityTheme } from './opportunity-theme.ts';

const teachers: readonly JobFamily[] = ['TEACHING'];
const leadersAndTeachers: readonly JobFamily[] = ['LEADERSHIP', 'TEACHING'];
const support: readonly JobFamily[] = ['CLASSROOM_SUPPORT'];

/** Themes around jobs other than teaching a subject. */
export const jobOpportunities: readonly OpportunityTheme[] = [
  theme('ACTING', 'Acting SENCO', 'One term, while the SENCO is on leave; with a mentor.', {
    families: teachers,
    network: 'inclusion',
    hosts: primary,
  }),
  theme('VISIT', 'Visit a special school', 'Two days of communication and sensory practice.', {
    families: ['TEACHING', 'CLASSROOM_SUPPORT', 'PASTORAL'],
    network: 'inclusion',
    hosts: ['SPECIAL'],
  }),
  theme(
    'POST',
    'Higher level teaching assistant',
    'Lead small groups and cover lessons that you have planned with the teacher.',
    { families: support, network: 'assistants', hosts: primary, applies: 'ta' },
  ),
  theme(
    'SHADOWING',
    'Shadow a teacher in training',
    'A week beside a colleague who was a teaching assistant last year.',
    { families: support, network: 'assistants', hosts: everywhere, placed: 'ta' },
  ),
  theme(
    'SECONDMENT',
    'Early years practitioner at a nursery',
    'Two terms in a nursery school of the trust.',
    { families: support, network: 'early-years', hosts: ['NURSERY', 'PRIMARY'] },
  ),
  theme(
    'SWAP',
    'Caretakers change places for a month',
    'Learn another building and its plant; travel is paid.',
    { families: ['SITE'], network: 'site', hosts: everywhere, placed: 'site' },
  ),
  theme('PROJECT', 'Energy saving team', 'Find and mend what wastes heat in five buildings.', {
    families: ['SITE', 'BUSINESS'],
    network: 'site',
    hosts: everywhere,
    applies: 'site',
  }),
  theme('POST', 'Premises manager', 'Run the buildings of a large school and lead its site team.', {
    families: ['SITE'],
    network: 'site',
    hosts: secondary,
  }),
  theme(
    'MENTORING',
    'A mentor for new business managers',
    'Monthly talks with a business manager of another school.',
    { families: ['BUSINESS', 'ADMINISTRATION'], network: 'business', hosts: everywhere },
  ),
  theme(
    'SECONDMENT',
    'Half a year in the trust’s finance team',
    'Close a year end with the central team.',
    { families: ['BUSINESS', 'ADMINISTRATION'], network: 'business', hosts: secondary },
  ),
  theme('SHADOWING', 'Shadow an attendance officer', 'Two days of calls, visits and data.', {
    families: ['ADMINISTRATION', 'PASTORAL'],
    network: 'office',
    hosts: secondary,
  }),
  theme(
    'RESPONSIBILITY',
    'Lead on data for a group of schools',
    'A paid responsibility for colleagues in offices.',
    { families: ['ADMINISTRATION'], network: 'office', hosts: everywhere, now: 'DRAFT' },
  ),
  theme('VISIT', 'Visit a prep room', 'A day with another school’s science technicians.', {
    families: ['TECHNICIANS'],
    network: 'technicians',
    hosts: secondary,
  }),
  theme(
    'SPECIALIST_ROLE',
    'Radiation and chemicals adviser',
    'Advise the trust’s science technicians; half a day a week.',
    { families: ['TECHNICIANS'], network: 'technicians', hosts: secondary },
  ),
  theme(
    'RESPONSIBILITY',
    'Lead play at lunchtime',
    'Train colleagues in games that take everybody in; paid hours.',
    { families: ['MIDDAY'], network: 'midday', hosts: primary },
  ),
  theme(
    'SHADOWING',
    'From the playground to the classroom',
    'Midday supervisors shadow a teaching assistant for a week.',
    { families: ['MIDDAY'], network: 'midday', hosts: primary },
  ),
  theme(
    'ACTING',
    'Acting cook in charge',
    'Run a kitchen for one term, with the area cook beside you.',
    { families: ['CATERING'], network: 'catering', hosts: everywhere },
  ),
  theme('VISIT', 'Visit a kitchen that cooks from scratch', 'One day; bring a menu.', {
    families: ['CATERING'],
    network: 'catering',
    hosts: primary,
  }),
  theme(
    'PROJECT',
    'What helps children come back to school',
    'A team of pastoral staff who try one thing each and compare.',
    { families: ['PASTORAL', 'ADMINISTRATION'], network: 'pastoral', hosts: everywhere },
  ),
  theme(
    'SECONDMENT',
    'Learning mentor at alternative provision',
    'Two terms with children who learn elsewhere.',
    { families: ['PASTORAL'], network: 'pastoral', hosts: everywhere },
  ),
  theme(
    'SPECIALIST_ROLE',
    'Librarian for primaries',
    'Build libraries in schools that have none, one day a week.',
    { families: ['LIBRARY', 'CLASSROOM_SUPPORT'], network: 'libraries', hosts: primary },
  ),
  theme(
    'PROJECT',
    'New network and Wi-Fi across the trust',
    'Plan and install with the central team.',
    { families: ['ICT'], network: 'computing', hosts: everywhere },
  ),
  theme(
    'COHORT_SEAT',
    'Shadow leadership team',
    'One year beside the trust’s leaders, with seats for every staff group.',
    { families: [], network: null, hosts: secondary },
  ),
  theme(
    'COHORT_SEAT',
    'Curriculum advisory group',
    'Colleagues of all jobs who read what the trust plans to teach.',
    { families: [], network: null, hosts: secondary, now: 'DRAFT' },
  ),
  theme('ACTING', 'Acting assistant head', 'Two terms, while a colleague studies.', {
    families: leadersAndTeachers,
    network: null,
    hosts: secondary,
  }),
  theme('POST', 'Deputy head', 'Deputy head of a school of the trust.', {
    families: leadersAndTeachers,
    network: null,
    hosts: primary,
  }),
  theme('SWAP', 'Heads change places for a fortnight', 'Two leaders run each other’s school.', {
    families: ['LEADERSHIP'],
    network: null,
    hosts: everywhere,
  }),
  theme(
    'STUDY_ROUND',
    'Study with the trust: this term’s round',
    'Bursaries for any study that helps in your job or the next one.',
    { families: [], network: null, hosts: [] },
  ),
  theme(
    'MENTORING',
    'A mentor outside your school',
    'For anybody who wants to think about what is next.',
    { families: [], network: null, hosts: everywhere },
  ),
];
