import { registerEnumType } from 'type-graphql';

/** Where an application stands. */
export enum ApplicationState {
  DRAFT = 'DRAFT',
  SUBMITTED = 'SUBMITTED',
  SHORTLISTED = 'SHORTLISTED',
  INTERVIEWING = 'INTERVIEWING',
  WAITLISTED = 'WAITLISTED',
  OFFERED = 'OFFERED',
  ACCEPTED = 'ACCEPTED',
  DECLINED = 'DECLINED',
  UNSUCCESSFUL = 'UNSUCCESSFUL',
  REJECTED = 'REJECTED',
  WITHDRAWN = 'WITHDRAWN',
}

const { DRAFT, SUBMITTED, SHORTLISTED, INTERVIEWING, WAITLISTED, OFFERED } = ApplicationState;
const { ACCEPTED, DECLINED, UNSUCCESSFUL, REJECTED, WITHDRAWN } = ApplicationState;

/**
 * Where each state may lead; whatever is not here is refused. As the Teaching Vacancies service has
 * it, with the acceptance and the waiting list that it lacks.
 */
export const legalTransitions: Readonly<Record<ApplicationState, readonly ApplicationState[]>> = {
  [DRAFT]: [SUBMITTED],
  [SUBMITTED]: [UNSUCCESSFUL, SHORTLISTED, INTERVIEWING, WAITLISTED, OFFERED, WITHDRAWN],
  [SHORTLISTED]: [UNSUCCESSFUL, INTERVIEWING, WAITLISTED, OFFERED, WITHDRAWN],
  [INTERVIEWING]: [UNSUCCESSFUL, WAITLISTED, OFFERED, WITHDRAWN],
  [WAITLISTED]: [UNSUCCESSFUL, OFFERED, WITHDRAWN],
  [OFFERED]: [ACCEPTED, DECLINED, WITHDRAWN],
  [ACCEPTED]: [WITHDRAWN],
  [DECLINED]: [],
  [UNSUCCESSFUL]: [REJECTED],
  [REJECTED]: [],
  [WITHDRAWN]: [],
};

registerEnumType(ApplicationState, {
  name: 'ApplicationState',
  description: 'Where an application stands.',
  valuesConfig: {
    DRAFT: {
      description: 'Being written.',
      deprecationReason:
        'No application stands there: what is being written is an ApplicationDraft. Goes after 30 June 2027.',
    },
    SUBMITTED: { description: 'Handed in.' },
    SHORTLISTED: { description: 'Among those to be heard.' },
    INTERVIEWING: { description: 'Being heard.' },
    WAITLISTED: { description: 'Next when a place becomes free.' },
    OFFERED: { description: 'The place is offered to this person.' },
    ACCEPTED: { description: 'The person took the place.' },
    DECLINED: { description: 'The person did not take the place.' },
    UNSUCCESSFUL: { description: 'Not chosen; feedback is owed.' },
    REJECTED: { description: 'Not chosen, and feedback was given.' },
    WITHDRAWN: { description: 'Taken back by the person.' },
  },
});
