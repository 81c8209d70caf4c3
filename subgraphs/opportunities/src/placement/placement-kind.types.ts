import { registerEnumType } from 'type-graphql';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';

/** What somebody does for a time outside their post: whatever is offered, and days that are lent. */
export const PlacementKind = { ...OpportunityKind, DEPLOYMENT: 'DEPLOYMENT' } as const;
export type PlacementKind = (typeof PlacementKind)[keyof typeof PlacementKind];

registerEnumType(PlacementKind, {
  name: 'PlacementKind',
  description: 'What somebody does outside their post.',
  valuesConfig: {
    POST: { description: 'A post, permanent or for a fixed term.' },
    SECONDMENT: { description: 'Work elsewhere for a time, with a way back.' },
    SPECIALIST_ROLE: { description: 'Leading expertise in a subject or craft, beside management.' },
    ACTING: { description: 'Standing in for a post for a limited time.' },
    PROJECT: { description: 'A place in a team that works on one thing.' },
    SHADOWING: { description: 'Following somebody through their work.' },
    VISIT: { description: 'Seeing peers at work in another school.' },
    SWAP: { description: 'One leg of a swap, in which people change places for a time.' },
    COHORT_SEAT: {
      description: 'A one- or two-year seat, for instance in a shadow leadership team.',
    },
    MENTORING: { description: 'Having a mentor, or being one.' },
    RESPONSIBILITY: {
      description: 'Something new to oversee, a team to lead, or another school to advise.',
    },
    STUDY_ROUND: { description: 'Money for study.' },
    DEPLOYMENT: { description: 'A specialist’s days, lent by one school to another.' },
  },
});
