import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Max, Min } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Opportunity } from '../opportunity/opportunity.types.ts';

@ObjectType({ simpleResolvers: true, description: 'For how many an opportunity has room.' })
export class Places {
  @Field(() => Int, { description: 'Room, in people; 1 unless it was set.' })
  places!: number;

  @Field(() => Int, { description: 'Offers to which there is no answer yet.' })
  offered!: number;

  @Field(() => Int, { description: 'Offers that were accepted.' })
  accepted!: number;
}

@InputType({ description: 'For how many an opportunity has room.' })
export class SetPlacesInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity.' })
  opportunityId!: string;

  @Min(1, { message: 'places is 1 to 1000' })
  @Max(1_000, { message: 'places is 1 to 1000' })
  @Field(() => Int, { description: 'Room, 1 to 1,000 people.' })
  places!: number;
}

@ObjectType({ implements: Refusal, description: 'More places are offered or taken already.' })
export class PlacesTaken extends Refusal {
  @Field(() => Int, { description: 'How many places are offered or taken.' })
  readonly taken: number;

  constructor(taken: number) {
    super(`${String(taken)} places are offered or taken already.`);
    this.taken = taken;
  }
}

export const SetPlacesResult = createUnionType({
  name: 'SetPlacesResult',
  description: 'The opportunity, or why its places stay as they were.',
  types: () => [Opportunity, PlacesTaken] as const,
  resolveType: (value: object) =>
    value instanceof PlacesTaken ? PlacesTaken.name : Opportunity.name,
});
