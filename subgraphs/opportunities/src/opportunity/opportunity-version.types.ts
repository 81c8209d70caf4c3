import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Audience } from './audience.types.ts';
import { Terms } from './terms.types.ts';

/** What a change of a published opportunity can be about, so that everybody must hear of it anew. */
export enum MaterialChange {
  PAY = 'PAY',
  HOURS = 'HOURS',
  SCHOOL = 'SCHOOL',
  EARLIER_CLOSING = 'EARLIER_CLOSING',
  CRITERIA = 'CRITERIA',
  AUDIENCE = 'AUDIENCE',
  REOPENED = 'REOPENED',
}

registerEnumType(MaterialChange, {
  name: 'MaterialChange',
  description: 'What changed, so that everybody it is for is told anew.',
  valuesConfig: {
    PAY: { description: 'An end of the pay band.' },
    HOURS: { description: 'The hours a week.' },
    SCHOOL: { description: 'The host school.' },
    EARLIER_CLOSING: { description: 'It closes on an earlier day.' },
    CRITERIA: { description: 'What people are chosen by.' },
    AUDIENCE: { description: 'Whom it is for.' },
    REOPENED: { description: 'It takes applications once more.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'An opportunity as everybody was told of it. Never changed; a material edit adds one.',
})
export class OpportunityVersion {
  @Field(() => Int, { description: '1 is as it was first published.' })
  number!: number;

  @Field(() => Date, { description: 'Since when it holds.' })
  madeAt!: Date;

  @Field(() => [MaterialChange], {
    description: 'What differs from the one before; none in the first.',
  })
  changes!: readonly MaterialChange[];

  @Field(() => String, { description: 'Its title then.' })
  title!: string;

  @Field(() => Day, { description: 'Its closing day then.' })
  closesOn!: string;

  @Field(() => Audience, { description: 'Whom it was for then.' })
  audience!: Audience;

  @Field(() => Terms, { description: 'What one would have done and got.' })
  terms!: Terms;
}
