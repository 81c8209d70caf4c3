import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { ArrayMaxSize } from 'class-validator';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { RoundLacksScorers, RoundNotReady, StudyRound } from './round.types.ts';

@InputType({ description: 'Whom the caller is close to.' })
export class DeclareRoundConflictsInput extends IdempotentInput {
  @Field(() => ID, { description: 'The round in which the caller scores.' })
  roundId!: string;

  @ArrayMaxSize(100, { message: 'personIds names at most 100 people' })
  @Field(() => [ID], {
    description:
      'Relatives, partners, close friends and whoever else the caller cannot judge without favour, whether they apply or not; none says that there are none. Whom the caller manages need not be named. At most 100; those named before stay.',
  })
  personIds!: string[];
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Members have not said whom they are close to.',
})
export class RoundMembersUndeclared extends Refusal {
  @Field(() => [ID], { description: 'Who.' })
  readonly memberIds: string[];

  constructor(memberIds: string[]) {
    super('Each member first says whom they are close to.');
    this.memberIds = memberIds;
  }
}

export const DeclareRoundConflictsResult = createUnionType({
  name: 'DeclareRoundConflictsResult',
  description: 'The round, or why nothing was noted.',
  types: () => [StudyRound, RoundNotReady] as const,
  resolveType: (value: object) => ('terms' in value ? StudyRound.name : RoundNotReady.name),
});

export const StartRoundScoringResult = createUnionType({
  name: 'StartRoundScoringResult',
  description: 'The round as it is now, or why scoring did not start.',
  types: () => [StudyRound, RoundNotReady, RoundMembersUndeclared, RoundLacksScorers] as const,
  resolveType: (value: object) => ('terms' in value ? StudyRound.name : value.constructor.name),
});
