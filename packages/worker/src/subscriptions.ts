import { careerLineTypes } from '@trellis/events/career-line';
import { rosterEventTypes } from '@trellis/staff-roster/roster.service';

export const subgraphNames = ['people', 'opportunities', 'study'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** That one subgraph is told of events in another. */
export interface Subscription {
  readonly source: SubgraphName;
  readonly subscriber: SubgraphName;
  readonly types: readonly string[];
}

/** Who is told what. */
export const subscriptions: readonly Subscription[] = [
  {
    source: 'people',
    subscriber: 'opportunities',
    types: [...rosterEventTypes, 'notice.reached', 'notice.unreached'],
  },
  { source: 'people', subscriber: 'study', types: rosterEventTypes },
  { source: 'people', subscriber: 'people', types: ['conversation.morning'] },
  {
    source: 'opportunities',
    subscriber: 'people',
    types: [
      ...['opportunity.notice_requested', 'opportunity.published', 'opportunity.amended'],
      ...['opportunity.closed', 'opportunity.reopened', 'opportunity.filled'],
      ...['opportunity.unfilled', 'opportunity.withdrawn'],
      ...['application.submitted', 'application.withdrawn'],
      ...['application.offered', 'application.accepted', 'application.declined'],
      ...['placement.agreed', 'placement.cancelled'],
      ...['placement.scheduled', 'placement.ended'],
      ...careerLineTypes,
    ],
  },
  { source: 'study', subscriber: 'opportunities', types: ['study_round.announced'] },
  {
    source: 'opportunities',
    subscriber: 'opportunities',
    types: ['roster.day_began', 'cohort.day_began'],
  },
  { source: 'opportunities', subscriber: 'study', types: ['study_round.decidable'] },
  {
    source: 'study',
    subscriber: 'people',
    types: ['award.made', 'award.withdrawn', ...careerLineTypes],
  },
];
