import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArgsType, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** A way round what everybody else has to wait for. */
export enum OverrideKind {
  TOLD_OTHERWISE = 'TOLD_OTHERWISE',
  ACTING = 'ACTING',
  REDEPLOYMENT = 'REDEPLOYMENT',
}

registerEnumType(OverrideKind, {
  name: 'OverrideKind',
  description: 'A way round what everybody else has to wait for.',
  valuesConfig: {
    TOLD_OTHERWISE: { description: 'Somebody whom no notice reached was told otherwise.' },
    ACTING: { description: 'A post was filled at once, for a time.' },
    REDEPLOYMENT: { description: 'Somebody whose post ends was given what others could go for.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'That somebody went round what everybody else has to wait for: who, when and why.',
})
export class Override {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => OverrideKind, { description: 'Which way.' })
  kind!: OverrideKind;

  @Field(() => Day, {
    description: 'On which day in England: told otherwise, published, or recorded.',
  })
  usedOn!: string;

  @Field(() => String, { description: 'How they were told, or why it could not wait.' })
  reason!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which acting, or the post that somebody leaves, is over.',
  })
  endsOn!: string | null;
}

export const OverrideConnection = connectionOf(Override);

/** Which overrides, and what part of them. */
@ArgsType()
export class OverrideListArgs extends ConnectionArgs {
  @Field(() => [OverrideKind], { nullable: true, description: 'All kinds when not given.' })
  kinds?: OverrideKind[] | null;

  @Field(() => Day, { nullable: true, description: 'Used on this day or later.' })
  since?: string | null;
}
