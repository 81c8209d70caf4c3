import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What stands between an opportunity and its decision, or should be known before it. */
export enum WindowBlockerCode {
  NOT_PUBLISHED = 'NOT_PUBLISHED',
  STILL_OPEN = 'STILL_OPEN',
  PEOPLE_UNREACHED = 'PEOPLE_UNREACHED',
  DAYS_NOT_OVER = 'DAYS_NOT_OVER',
  CLOSES_TOO_SOON = 'CLOSES_TOO_SOON',
  NO_CALENDAR = 'NO_CALENDAR',
  NOBODY_ELIGIBLE = 'NOBODY_ELIGIBLE',
}

registerEnumType(WindowBlockerCode, {
  name: 'WindowBlockerCode',
  description: 'What stands between an opportunity and its decision, or should be known before it.',
  valuesConfig: {
    NOT_PUBLISHED: { description: 'Nobody has been told of it.' },
    STILL_OPEN: { description: 'It still takes applications.' },
    PEOPLE_UNREACHED: {
      description: 'Some whom it is for have not been told; their days have not begun.',
    },
    DAYS_NOT_OVER: { description: 'Some were told too late to have had their school days.' },
    CLOSES_TOO_SOON: {
      description: 'It closes before all have had their school days. It does not hold the window.',
    },
    NO_CALENDAR: {
      description:
        'Some work at schools without a calendar: each weekday that is no bank holiday counts for them. It does not hold the window.',
    },
    NOBODY_ELIGIBLE: { description: 'It is for nobody. It does not hold the window.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Why an opportunity cannot be decided yet.' })
export class WindowBlocker {
  @Field(() => WindowBlockerCode, { description: 'What it is.' })
  code!: WindowBlockerCode;

  @Field(() => String, { description: 'In a sentence.' })
  message!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many people it is about, to those with `opportunity:publish`; null otherwise.',
  })
  people!: number | null;

  @Field(() => Boolean, { description: 'Whether it holds the window, or is only to be known.' })
  holds!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'How long everybody has. It is counted for each person from the day on which they were told, in school days of their own schools, that day not included.',
})
export class FairnessWindow {
  @Field(() => Day, {
    nullable: true,
    description: 'The day on which the version that holds was made; none for a draft.',
  })
  opensOn!: string | null;

  @Field(() => Day, {
    nullable: true,
    description:
      'First day on which it may be decided, offered or filled: after its closing day, and when the last person’s days are over. None while somebody is not reached. It may still move.',
  })
  earliestDecisionOn!: string | null;

  @Field(() => [WindowBlocker], { description: 'What stands in the way; none once it is over.' })
  blockers!: readonly WindowBlocker[];
}

@ObjectType({ implements: Refusal, description: 'Not everybody has had their days.' })
export class DecisionTooEarly extends Refusal {
  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it may be decided; none while somebody is not reached.',
  })
  readonly earliestDecisionOn: string | null;

  @Field(() => [WindowBlocker], { description: 'What stands in the way.' })
  readonly blockers: readonly WindowBlocker[];

  constructor({ earliestDecisionOn, blockers }: FairnessWindow) {
    super(
      earliestDecisionOn === null
        ? 'Somebody whom it is for has not been told yet.'
        : `Everybody has until ${earliestDecisionOn}: nothing is decided before.`,
    );
    this.earliestDecisionOn = earliestDecisionOn;
    this.blockers = blockers;
  }
}
