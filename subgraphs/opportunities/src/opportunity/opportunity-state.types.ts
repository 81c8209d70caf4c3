import { registerEnumType } from 'type-graphql';

/** Where an opportunity stands. */
export enum OpportunityState {
  DRAFT = 'DRAFT',
  APPROVED = 'APPROVED',
  PUBLISHED = 'PUBLISHED',
  CLOSED = 'CLOSED',
  SHORTLISTING = 'SHORTLISTING',
  DECIDING = 'DECIDING',
  FILLED = 'FILLED',
  PART_FILLED = 'PART_FILLED',
  UNFILLED = 'UNFILLED',
  REOPENED = 'REOPENED',
  WITHDRAWN = 'WITHDRAWN',
}

const { DRAFT, APPROVED, PUBLISHED, CLOSED, SHORTLISTING, DECIDING } = OpportunityState;
const { FILLED, PART_FILLED, UNFILLED, REOPENED, WITHDRAWN } = OpportunityState;

/** Where each state may lead; whatever is not here is refused. */
export const legalTransitions: Readonly<Record<OpportunityState, readonly OpportunityState[]>> = {
  [DRAFT]: [APPROVED, PUBLISHED, WITHDRAWN],
  [APPROVED]: [DRAFT, PUBLISHED, WITHDRAWN],
  [PUBLISHED]: [CLOSED, WITHDRAWN],
  [CLOSED]: [SHORTLISTING, UNFILLED, REOPENED, WITHDRAWN],
  [SHORTLISTING]: [DECIDING, UNFILLED, WITHDRAWN],
  [DECIDING]: [FILLED, PART_FILLED, UNFILLED, WITHDRAWN],
  [FILLED]: [],
  [PART_FILLED]: [REOPENED],
  [UNFILLED]: [REOPENED],
  [REOPENED]: [CLOSED, WITHDRAWN],
  [WITHDRAWN]: [],
};

registerEnumType(OpportunityState, {
  name: 'OpportunityState',
  description: 'Where an opportunity stands.',
  valuesConfig: {
    DRAFT: { description: 'Being written; only those who may publish it see it.' },
    APPROVED: { description: 'Agreed and not yet published; seen like a draft.' },
    PUBLISHED: {
      description: 'Everybody sees it; takes applications from `opensOn` to `closesOn`.',
    },
    CLOSED: { description: 'Its closing day is over; nothing is decided yet.' },
    SHORTLISTING: { description: 'Applications are being weighed.' },
    DECIDING: { description: 'Those on the shortlist are being heard.' },
    FILLED: { description: 'All places are taken.' },
    PART_FILLED: { description: 'Some places are taken and the others stay empty.' },
    UNFILLED: { description: 'Nobody took a place.' },
    REOPENED: { description: 'Takes applications once more, like a published one.' },
    WITHDRAWN: { description: 'No longer on offer.' },
  },
});
