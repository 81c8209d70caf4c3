import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description:
    'A private address at which somebody’s calendar program fetches their days in other schools.',
})
export class CalendarFeed {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Date, { description: 'When the address was made.' })
  madeAt!: Date;

  @Field(() => Date, { nullable: true, description: 'From when on it is dead.' })
  revokedAt!: Date | null;

  @Field(() => Day, {
    nullable: true,
    description: 'The last day on which a program fetched it; null when none has.',
  })
  lastUsedOn!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'An address, which is shown this once.' })
export class CalendarFeedAddress {
  @Field(() => ID, { description: 'Of the feed.' })
  id!: string;

  @Field(() => CalendarFeed, { description: 'When it was made and used.' })
  feed!: CalendarFeed;

  @Field(() => String, {
    nullable: true,
    description:
      'Path of the address, at the host of this API: `GET` answers `text/calendar` (RFC 5545). Whoever has it reads the days, so it is kept like a password. Null when the request was sent again under its `idempotencyKey`: only the first answer has it.',
  })
  path!: string | null;
}

@InputType({ description: 'Nothing is chosen: everybody has one address, for themselves.' })
export class MakeCalendarFeedInput extends IdempotentInput {}

@InputType({ description: 'Which address dies.' })
export class RevokeCalendarFeedInput extends IdempotentInput {
  @Field(() => ID, { description: 'The feed.' })
  id!: string;
}

@Directive('@inaccessible')
@ObjectType({ simpleResolvers: true, description: 'For the gateway alone.' })
export class CalendarFeedFile {
  @Field(() => String, { description: 'As RFC 5545 has it.' })
  text!: string;
}
