import type { JobFamily } from './job-families.ts';
import { everywhere, primary, secondary, theme } from './opportunity-theme.ts';
import type { OpportunityTheme } from './opportunity-theme.ts';

const teachers: readonly JobFamily[] = ['TEACHING'];
const leadersAndTeachers: readonly JobFamily[] = ['LEADERSHIP', 'TEACHING'];

/** Themes around subjects, the maths network's first: it is the one that examples show. */
export const subjectOpportunities: readonly OpportunityTheme[] = [
  theme(
    'PROJECT',
    'Maths problem-solving project',
    'A year of lessons that start from a problem, written and tried by a team of five schools.',
    { families: leadersAndTeachers, network: 'maths', hosts: secondary, placed: 'teacher' },
  ),
  theme(
    'VISIT',
    'Visit a primary that teaches maths for mastery',
    'Two days in year 4 and year 6, with time to plan afterwards. Cover is paid.',
    { families: leadersAndTeachers, network: 'maths', hosts: primary, applies: 'teacher' },
  ),
  theme(
    'SPECIALIST_ROLE',
    'Maths specialist across three schools',
    'One day a week of coaching colleagues in their classrooms. No line management.',
    { families: teachers, network: 'maths', hosts: everywhere },
  ),
  theme(
    'SECONDMENT',
    'Lead maths for two terms',
    'Lead the maths team of a growing school while its head of department is away.',
    { families: teachers, network: 'maths', hosts: secondary, placed: 'manager' },
  ),
  theme(
    'SHADOWING',
    'Shadow an A-level maths teacher',
    'Three days with further maths classes, for those who want to teach them.',
    { families: teachers, network: 'maths', hosts: secondary },
  ),
  theme(
    'SWAP',
    'Year 6 and year 7 maths teachers change places',
    'For six weeks each sees where the children come from or go to.',
    { families: teachers, network: 'maths', hosts: secondary, now: 'DRAFT' },
  ),
  theme(
    'POST',
    'Lead practitioner in English',
    'Works beside English teachers of the whole trust, half the week.',
    { families: teachers, network: 'english', hosts: secondary },
  ),
  theme(
    'PROJECT',
    'Writing moderation across key stages',
    'A team that reads each other’s pupils’ writing and agrees what good is.',
    { families: teachers, network: 'english', hosts: everywhere },
  ),
  theme(
    'VISIT',
    'Visit a science department with its own garden',
    'See outdoor experiments run by teachers and a technician.',
    { families: ['TEACHING', 'TECHNICIANS'], network: 'science', hosts: secondary },
  ),
  theme(
    'MENTORING',
    'Be mentored into leading science in a primary',
    'A mentor from a secondary science team for one year.',
    { families: teachers, network: 'science', hosts: primary },
  ),
  theme(
    'SHADOWING',
    'Shadow a phonics lead',
    'A week of daily phonics, for teachers and assistants.',
    { families: ['TEACHING', 'CLASSROOM_SUPPORT'], network: 'phonics', hosts: primary },
  ),
  theme(
    'RESPONSIBILITY',
    'Lead local fieldwork in humanities',
    'A paid responsibility for one year: walks, archives and a map.',
    { families: teachers, network: 'humanities', hosts: secondary },
  ),
  theme(
    'SWAP',
    'Change places with a languages teacher',
    'Four weeks at another school, with both timetables agreed.',
    { families: teachers, network: 'languages', hosts: secondary },
  ),
  theme('PROJECT', 'Inclusive sports festival', 'Plan a festival in which every child competes.', {
    families: ['TEACHING', 'CLASSROOM_SUPPORT', 'MIDDAY'],
    network: 'sport',
    hosts: everywhere,
  }),
  theme(
    'VISIT',
    'Visit a school that teaches programming from year 1',
    'Two days, open to ICT staff too.',
    { families: ['TEACHING', 'ICT'], network: 'computing', hosts: primary },
  ),
  theme(
    'VISIT',
    'See how a school runs its exhibition',
    'Two days with art teachers and their technician while they hang the work.',
    { families: ['TEACHING', 'TECHNICIANS'], network: 'arts', hosts: secondary },
  ),
];
