import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArgsType, Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Responsibility } from '../opportunity/terms.types.ts';
import { PlacementKind } from './placement-kind.types.ts';
import { PlacementState } from './placement-state.types.ts';

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'What a person does for a time outside their post, as agreed, with its dates.',
})
export class Placement {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => PlacementKind, { description: 'What it is.' })
  kind!: PlacementKind;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it no longer runs; null when it is for good.',
  })
  endsOn!: string | null;

  @Field(() => PlacementState, { description: 'Where it stands today.' })
  state!: PlacementState;

  @Field(() => [Int], {
    nullable: true,
    description: 'On which days of the week, 1 for Monday to 7 for Sunday; null for each day.',
  })
  weekdays!: number[] | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  purpose!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Hours a week of their post that it takes; null where nothing is said of them.',
  })
  hoursPerWeek!: number | null;

  @Field(() => Responsibility, {
    nullable: true,
    description: 'What the responsibility is; only where the kind is RESPONSIBILITY.',
  })
  responsibility!: Responsibility | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Placements with the same stand and fall together, such as the legs of a swap; null for one that stands for itself.',
  })
  agreementId!: string | null;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

export const PlacementConnection = connectionOf(Placement);

/** A page of placements: which, and what part of them. */
@ArgsType()
export class PlacementListArgs extends ConnectionArgs {
  @Field(() => Day, {
    nullable: true,
    description: 'Those that are for this day; all when not given.',
  })
  activeOn?: string | null;
}

/** A page of what goes on at a school: which placements, and what part of them. */
@ArgsType()
export class SchoolPlacementArgs extends ConnectionArgs {
  @Field(() => [PlacementState], {
    nullable: true,
    description: 'Those that stand so today; all when not given.',
  })
  states?: PlacementState[] | null;
}
