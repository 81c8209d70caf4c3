import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'What a person does for a time outside their post, as agreed, with its dates.',
})
export class Placement {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => OpportunityKind, { description: 'What it is.' })
  kind!: OpportunityKind;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, { description: 'First day on which it no longer runs.' })
  endsOn!: string;
}

export const PlacementConnection = connectionOf(Placement);

/** A page of placements: which, and what part of them. */
@ArgsType()
export class PlacementListArgs extends ConnectionArgs {
  @Field(() => Day, {
    nullable: true,
    description: 'Those that run on this day; all when not given.',
  })
  activeOn?: string | null;
}
