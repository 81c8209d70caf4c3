import type { StaffGroup } from '../assignment/assignment.types.ts';
import { ask, type StaffGroupText } from './guide-texts.ts';

/** What a guide adds for the work of each staff group. */
export const staffGroupTexts: Readonly<Record<StaffGroup, StaffGroupText>> = {
  TEACHER: {
    prompts: [
      ask(
        'Which lesson or topic do you most look forward to teaching, and why that one?',
        'Points to what the person might go deeper in: a subject, a phase, a way of teaching, a group of pupils.',
      ),
      ask(
        'What in your subject or phase would you like to understand better yourself?',
        'Teachers rarely get time for the subject itself. Listen for study, reading groups, a museum, a university.',
      ),
      ask(
        'Which pupils have you learned most from teaching?',
        'May show an interest in special educational needs, early reading, languages, behaviour or stretching the most able.',
      ),
      ask(
        'Which piece of your planning, assessment or teaching could other schools use?',
        'Curriculum and assessment work can be led across schools without line-managing anybody.',
      ),
      ask(
        'Whose classroom, here or in another school, would you like to spend a morning in?',
        'A visit is easier to arrange than most people think. Settle the cover before you promise it.',
      ),
      ask(
        'If you lead others now: which part of leading would you keep, and what do you miss about the classroom?',
        'Heads and senior leaders have careers too. Moving back to more teaching is a move, not a failure.',
      ),
    ],
    possibilities: [
      'Go deeper in the subject or phase: a Master’s degree, subject association courses, work towards Chartered Teacher status with the Chartered College of Teaching.',
      'Take a specialist NPQ: leading teaching, teacher development, behaviour and culture, literacy or primary mathematics. Or the NPQ for special educational needs co-ordinators.',
      'Become a subject or phase expert for several schools, with days set aside to develop curriculum, assessment and teaching.',
      'Mentor a trainee or an early career teacher, or coach colleagues, with time for it.',
      'Mark or moderate for an exam board, run a small research project, or start a network of people who teach the same thing.',
      'Swap for a term or shadow for a day: another phase, a special school, alternative provision, another school in the trust.',
      'Lead a team or a school: NPQ in senior leadership, early years leadership, headship or executive leadership, and a place on a shadow leadership team.',
    ],
  },
  TEACHING_ASSISTANT: {
    prompts: [
      ask(
        'Tell me about a pupil who has moved on because of something you did. What did you do?',
        'Much of this work goes unseen. Listen for the method in it, and say back what you hear. The pupil need not be named.',
      ),
      ask(
        'Which sort of work do you like best: whole class, small groups, one pupil, or preparing things?',
        'Points towards different specialisms. There is no ladder between them.',
      ),
      ask(
        'What do you notice about pupils that teachers may not see?',
        'An expertise that can be used in planning, in training other staff and in talks with families.',
      ),
      ask(
        'What would you like to be trained in properly, rather than picking it up as you go?',
        'Listen for speech and language, autism, early reading, mathematics, behaviour, physical care, signing.',
      ),
      ask(
        'When would training or a visit have to take place so that you could be paid for the time?',
        'Part-time and term-time contracts shut people out unless somebody asks. Offer to sort out the hours.',
      ),
      ask(
        'Of teaching, specialist support, pastoral work and the job you have now, which would you like to know more about?',
        'Becoming a teacher is one way among several. Some would like to be asked, others not at all.',
      ),
    ],
    possibilities: [
      'Become the person to ask in one field, such as early reading, speech and language, autism or a maths programme, and show it to colleagues and other schools.',
      'Teaching assistant apprenticeship at Level 3, or a Level 2 or 3 qualification in supporting teaching and learning.',
      'Higher level teaching assistant (HLTA) status, assessed against national standards.',
      'Specialist teaching assistant apprenticeship at Level 5: special needs, social and emotional wellbeing, or curriculum.',
      'English or maths at GCSE or Level 2, if a route asks for it. The local college can say whether it is free.',
      'Spend a day in another phase, a special school or a resource base; join a network of teaching assistants; swap classes for a half-term.',
      'Train as a teacher: with a degree, for instance through a postgraduate teaching apprenticeship; without one, a teacher degree apprenticeship.',
    ],
  },
  ADMINISTRATIVE: {
    prompts: [
      ask(
        'What would stop working here if you were not in for a fortnight?',
        'Shows the real size of the job, and knowledge that deserves recognition and some cover.',
      ),
      ask(
        'Which do you enjoy most: people at the desk, figures, systems, writing or organising?',
        'Each leads to a different specialism: reception, finance, data, communications, examinations, admissions, HR.',
      ),
      ask(
        'Which task have you made simpler or quicker, and how did you do it?',
        'Improvements made in one office can often be used in all schools of a trust.',
      ),
      ask(
        'Which system or set of rules do you understand better than most?',
        'Attendance codes, census returns, exam entries, payroll, admissions: this is expertise that other schools need.',
      ),
      ask(
        'Whose work in another office, here or elsewhere, would you like to see?',
        'Somebody who is the only one in their role often has nobody to compare notes with.',
      ),
      ask(
        'Which weeks of the year are impossible for you, and which are quiet?',
        'Returns, exams and admissions set the calendar. Plan study and visits around them.',
      ),
    ],
    possibilities: [
      'Specialise: finance, HR, data and returns, attendance, examinations, admissions or communications.',
      'Study alongside work: AAT for accounts, CIPD Level 3 for HR, or a business administrator apprenticeship at Level 3.',
      'Advise other schools on one thing you know well, such as the census, exam entries or the information system.',
      'Join or start a network of people in the same job across the trust; visit each other’s offices and share templates.',
      'Shadow the finance, HR or IT team of the trust, or swap offices for a week.',
      'Lead an office: team leading training, then the school business professional apprenticeship at Level 4 and the standards of the Institute of School Business Leadership (ISBL).',
    ],
  },
  AUXILIARY: {
    prompts: [
      ask(
        'Which part of your work are you proudest of when you walk through the building or the dining hall?',
        'Pride in work well done is the place to start. Go and look at it together if you can.',
      ),
      ask(
        'What can you do by trade or experience that we do not use?',
        'Joinery, cooking for hundreds, languages, gardening, first aid, running a crew: people seldom volunteer this.',
      ),
      ask(
        'What do you see in your work that the rest of us miss?',
        'People on site early and late know how pupils, buildings and meals really are. This can shape decisions.',
      ),
      ask(
        'Which tickets or certificates would make your work safer, easier or more interesting?',
        'Short courses count as much as long ones. Ask which have run out, and which they paid for themselves.',
      ),
      ask(
        'How do you get to hear about courses and other chances, and what would work better?',
        'Many have no work email or time at a screen. Offer text, paper, the notice board or a word in person.',
      ),
      ask(
        'When could you be released, and who could cover?',
        'Shifts, split days and few hours make this hard. Training should be in paid time. Arrange it before you part.',
      ),
    ],
    possibilities: [
      'Premises: legionella and asbestos awareness, IOSH Managing Safely, then a NEBOSH certificate; a property maintenance or facilities apprenticeship; IWFM qualifications.',
      'Catering: food safety and allergen training, catering apprenticeships at Levels 2 and 3, special diets, menu work with other kitchens of the trust.',
      'Cleaning: training in methods, machines and substances, and showing new colleagues how it is done.',
      'Midday and exam work: play leading, first aid, more hours as a teaching assistant or in the office, a Level 2 qualification in supporting teaching and learning.',
      'Visit a site or kitchen in another school, swap for a week, or join a network of site staff or cooks that solves problems together.',
      'Be the trust’s person for one thing: grounds, energy, heating, a growing project, setting up for events.',
      'Lead: charge of a shift, a kitchen or several sites, with training in leading a team.',
    ],
  },
  TECHNICIAN: {
    prompts: [
      ask(
        'Which practical, build or repair are you proudest of, and what made it work?',
        'Technical skill shows best in an example. Ask to be shown it.',
      ),
      ask(
        'What do teachers ask you to help with that goes beyond preparing equipment?',
        'Advising on safety, trying out practicals or teaching a technique is expertise that should have a name.',
      ),
      ask(
        'Which equipment, method or technology would you like to master?',
        'Could lead to a maker’s course, a college day, a visit to a university or an employer.',
      ),
      ask(
        'Who do you turn to when you are stuck?',
        'Many technicians work alone. If the answer is “nobody”, a network or a partner school comes first.',
      ),
      ask(
        'Which part of your work would you like to do with pupils, and which away from them?',
        'Shows whether clubs, demonstrations or teaching appeal, or rather systems, design and safety.',
      ),
    ],
    possibilities: [
      'Professional registration with the Science Council: Registered Science Technician (RSciTech), later Registered Scientist (RSci).',
      'Laboratory technician apprenticeship at Level 3, an IT support or network apprenticeship, or a BTEC or HNC at a local college.',
      'Short courses: CLEAPSS training for science and design and technology, workshop machine safety, makers’ certificates in IT.',
      'Be the expert for several schools: practicals, workshop safety, 3D printing, networks, sound and stage.',
      'Visit a university, a college or an employer’s workshop; swap labs with another school; run a technicians’ network.',
      'Work with pupils: a club, demonstrations, helping with project work; for some, training to teach.',
      'Lead: senior technician, a team across sites, or network management.',
    ],
  },
  SCHOOL_BUSINESS_PROFESSIONAL: {
    prompts: [
      ask(
        'Which decision here went better because you were in the room?',
        'This work shows in what does not go wrong. Help to name the effect on pupils and staff.',
      ),
      ask(
        'Which part of the job do you do because nobody else can, and which because you like it?',
        'The job grows by itself. Sorting it into two may free time for what matters.',
      ),
      ask(
        'In which field would you like to be a specialist: finance, HR, procurement, estates, marketing or operations?',
        'The six fields of the ISBL professional standards. A generalist who likes being one has an answer too.',
      ),
      ask(
        'What would you like to understand better about teaching and learning here?',
        'Time in classrooms makes for better decisions, and is seldom offered.',
      ),
      ask(
        'Who does your job elsewhere, and what would you like to compare with them?',
        'Often the only one of their kind in a school. Budgets, contracts and systems compare well across schools.',
      ),
      ask(
        'What could somebody in your team take on, and what would that open up for you both?',
        'One person’s growth can make room for another’s. Settle time and training before handing over.',
      ),
    ],
    possibilities: [
      'Use the ISBL professional standards to see where you are and what comes next, in any of the six fields and four tiers.',
      'Qualify in a field: AAT, CIPFA or ACCA for finance, CIPD for HR, CIPS for procurement, IWFM or NEBOSH for estates and safety.',
      'School business professional apprenticeship at Level 4.',
      'Lead one field for several schools, such as contracts, energy, catering or information systems, with days set aside.',
      'Visit, shadow or swap with a counterpart in another school or trust; join a regional group of school business professionals.',
      'Lead a whole-school project outside the office, or take a place on a shadow leadership team.',
      'A senior post in a school or the trust: finance, people, estates or operations.',
    ],
  },
  LEADERSHIP_NON_TEACHER: {
    prompts: [
      ask(
        'Which part of your work do you think about when you do not have to?',
        'Senior people are asked about everybody else’s growth. This gives them room for their own.',
      ),
      ask(
        'What have you not had time to learn since you became a leader?',
        'Listen for the profession they came from, and for what has changed in it.',
      ),
      ask(
        'Who tells you the truth about your work, and who helps you think?',
        'If the answer is thin, a coach, a mentor outside the trust or a group of peers may come first.',
      ),
      ask(
        'Which of your responsibilities could be somebody else’s chance to grow?',
        'Handing something on opens a place for others and makes time for study.',
      ),
      ask(
        'Where would an outsider’s view of your field help, and whose field would you like to see from inside?',
        'Visits to other trusts, councils, health services, charities or firms teach both sides.',
      ),
      ask(
        'If you stayed in this post for five more years, what would make them good ones?',
        'For many there is no higher post, and no need for one. Staying deserves a plan as much as moving.',
      ),
    ],
    possibilities: [
      'Go deeper in the profession: chartered or advanced standing with CIPFA, ACCA, CIPD or IWFM, fellowship of a professional body, a Master’s degree.',
      'Train as a coach or mentor, and use it across the trust with people in every kind of work.',
      'Serve as a governor or trustee elsewhere: another school, a college or a charity.',
      'Lead a piece of work across several schools, or advise a school that is joining the trust.',
      'Exchange visits or job shadowing with a counterpart in another trust or another public service.',
      'Guide a shadow leadership team, or lend your meeting and your papers to those who want to learn.',
      'Executive posts in a trust; the NPQ in executive leadership, where the post fits what it asks.',
    ],
  },
  OTHER_SCHOOL_SUPPORT: {
    prompts: [
      ask(
        'What does a good day in your work look like, and who would notice?',
        'Pastoral, cover, careers and library work differ widely. Let the person say what the job really is.',
      ),
      ask(
        'With which pupils or families do you get through where others have not, and what do you do?',
        'Shows skill with people that can be named, deepened and taught to others. No names are needed.',
      ),
      ask(
        'What in your work is heavy to carry, and where can you talk it over?',
        'About the work, not about health. If there is no place for it, regular supervision or a partner elsewhere is an action.',
      ),
      ask(
        'Which part of your work would you like a proper grounding in?',
        'Many learned on the job. Listen for safeguarding, counselling skills, youth work, careers guidance, librarianship.',
      ),
      ask(
        'Who in other schools or services does similar work, and what would you ask them?',
        'Often one of a kind in a school. Partners may be in social care, youth work, public libraries or colleges.',
      ),
    ],
    possibilities: [
      'Pastoral and welfare: advanced safeguarding training, counselling skills, emotional literacy support, youth work qualifications.',
      'Careers: the Level 6 Diploma in Career Guidance and Development, careers leader training, visits to employers and colleges.',
      'Library: courses of the School Library Association, professional registration with CILIP, a reading project across schools.',
      'Cover: work mainly in one subject, HLTA status, or for some a route into teaching.',
      'Be the person other schools ask: attendance, behaviour support, work with families, reading, work experience.',
      'Shadow a social worker, a youth team, an employer or a colleague in another phase; swap for a week; start a network.',
      'Lead a pastoral, inclusion or careers team, with training in leading people.',
    ],
  },
};
