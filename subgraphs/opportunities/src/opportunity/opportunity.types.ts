import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Acting } from './acting.types.ts';
import { Audience } from './audience.types.ts';
import { OpportunityKind } from './opportunity-kind.types.ts';
import { OpportunityState } from './opportunity-state.types.ts';
import { Terms } from './terms.types.ts';

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'Something that staff may go for, in their own school or across schools.',
})
export class Opportunity {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => OpportunityKind, { description: 'What is offered.' })
  kind!: OpportunityKind;

  @Field(() => String, { description: 'Its name in lists.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'What it is; only a draft may lack it.' })
  summary!: string | null;

  @Field(() => Audience, { description: 'Whom it is for.' })
  audience!: Audience;

  @Field(() => Acting, {
    nullable: true,
    description: 'What accounts for filling it at once; only of the kind ACTING, and there always.',
  })
  acting!: Acting | null;

  @Field(() => Terms, { description: 'What one would do and get.' })
  terms!: Terms;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it takes applications; only a draft may lack it.',
  })
  opensOn!: string | null;

  @Field(() => Day, {
    nullable: true,
    description:
      'Last day on which it takes applications, to its midnight in England; only a draft may lack it.',
  })
  closesOn!: string | null;

  @Field(() => OpportunityState, { description: 'Where it stands now.' })
  state!: OpportunityState;

  @Field(() => Boolean, { description: 'Whether it takes applications now.' })
  isOpen!: boolean;

  @Field(() => Int, {
    description:
      'From 1; one more each time that it is reopened after it ended. Whoever was not chosen may apply again then, and a panel chooses anew.',
  })
  round!: number;

  @Field(() => Date, { nullable: true, description: 'When it was first published.' })
  publishedAt!: Date | null;

  @Field(() => Int, { description: 'Goes up with each change; give it back to change it.' })
  version!: number;
}

export const OpportunityConnection = connectionOf(Opportunity);
