import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How far a panel has come. */
export enum PanelState {
  FORMING = 'FORMING',
  SCORING = 'SCORING',
  LOCKED = 'LOCKED',
}

registerEnumType(PanelState, {
  name: 'PanelState',
  description: 'How far a panel has come.',
  valuesConfig: {
    FORMING: { description: 'Its members say whom they are close to.' },
    SCORING: { description: 'Its members score candidates whom they do not know.' },
    LOCKED: { description: 'The shortlist stands.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'Those who choose among the people who applied for an opportunity, blind until the shortlist is locked.',
})
export class Panel {
  @Field(() => ID, { description: 'That of its opportunity.' })
  id!: string;

  @Field(() => Int, {
    description: 'The `round` of its opportunity. When that is reopened, another panel chooses.',
  })
  round!: number;

  @Field(() => PanelState, { description: 'How far it has come.' })
  state!: PanelState;

  @Field(() => Date, { nullable: true, description: 'When the shortlist was locked.' })
  lockedAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many there was room on the shortlist.',
  })
  places!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Of the lottery between equal scores, once the shortlist is locked: those drawn stand in the order of SHA-256 over this text followed by the id of the candidate.',
  })
  lotterySeed!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Somebody who is to score.' })
export class PanelMember {
  @Field(() => Boolean, {
    description: 'Whether they have said whom they are close to; nobody scores before that.',
  })
  hasDeclared!: boolean;

  @Field(() => Boolean, {
    description: 'Whether they left the panel, as whoever applies for the opportunity does.',
  })
  hasStoodDown!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'Somebody who applied, as a panel sees them: what they wrote, not who they are.',
})
export class Candidate {
  @Field(() => ID, { description: 'Drawn at random; says nothing of who or when.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Why, in their own words.' })
  statement!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Mean of the members’ sums of points, in hundredths, once the shortlist is locked.',
  })
  meanPointsHundredths!: number | null;

  @Field(() => Int, { nullable: true, description: 'Place in the order, once it is locked.' })
  place!: number | null;

  @Field(() => Boolean, { description: 'Whether a lottery between equal scores set the place.' })
  isDrawn!: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Whether shortlisted, once it is locked.' })
  isShortlisted!: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: 'What a member gave a candidate.' })
export class CandidateScore {
  @Field(() => [Int], {
    description:
      '0 (no sign of it) to 4 (outstanding) for each criterion of the opportunity, in turn.',
  })
  points!: number[];

  @Field(() => String, { nullable: true, description: 'Why, in the member’s words.' })
  note!: string | null;

  @Field(() => Date, { description: 'When it was given; a later one replaces it.' })
  madeAt!: Date;
}

export const CandidateConnection = connectionOf(Candidate);
