import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArgsType, Directive, Field, ID, ObjectType } from 'type-graphql';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import { PlacementState } from './placement-state.types.ts';

@Directive('@key(fields: "id")')
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

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it no longer runs; null when it is for good.',
  })
  endsOn!: string | null;

  @Field(() => PlacementState, { description: 'Where it stands.' })
  state!: PlacementState;
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
