import { registerEnumType } from 'type-graphql';

/** What kinds of thing are offered. The product knows each by name, so they are no dated data. */
export enum OpportunityKind {
  POST = 'POST',
  SECONDMENT = 'SECONDMENT',
  SPECIALIST_ROLE = 'SPECIALIST_ROLE',
  ACTING = 'ACTING',
  PROJECT = 'PROJECT',
  SHADOWING = 'SHADOWING',
  VISIT = 'VISIT',
  SWAP = 'SWAP',
  COHORT_SEAT = 'COHORT_SEAT',
  MENTORING = 'MENTORING',
  RESPONSIBILITY = 'RESPONSIBILITY',
  STUDY_ROUND = 'STUDY_ROUND',
}

registerEnumType(OpportunityKind, {
  name: 'OpportunityKind',
  description: 'What is offered.',
  valuesConfig: {
    POST: { description: 'A post, permanent or for a fixed term.' },
    SECONDMENT: { description: 'Work elsewhere for a time, with a way back.' },
    SPECIALIST_ROLE: { description: 'Leading expertise in a subject or craft, beside management.' },
    ACTING: { description: 'Standing in for a post for a limited time.' },
    PROJECT: { description: 'A place in a team that works on one thing.' },
    SHADOWING: { description: 'Following somebody through their work.' },
    VISIT: { description: 'Seeing peers at work in another school.' },
    SWAP: { description: 'Two people change places for a time.' },
    COHORT_SEAT: {
      description: 'A one- or two-year seat, for instance in a shadow leadership team.',
    },
    MENTORING: { description: 'Having a mentor, or being one.' },
    RESPONSIBILITY: {
      description: 'Something new to oversee, a team to lead, or another school to advise.',
    },
    STUDY_ROUND: { description: 'A round of money for study.' },
  },
});
