import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { IsOptional, Matches, MaxLength } from 'class-validator';
import { createUnionType, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

export enum NoticeDigest {
  AT_ONCE = 'AT_ONCE',
  DAILY = 'DAILY',
  WEEKLY = 'WEEKLY',
}
registerEnumType(NoticeDigest, {
  name: 'NoticeDigest',
  description: 'How many e-mails and SMS somebody wants: what is new is told in one of each.',
  valuesConfig: {
    AT_ONCE: { description: 'Each thing as it comes.' },
    DAILY: { description: 'What came since, each morning at 07:30 in England.' },
    WEEKLY: { description: 'What came since, each Monday at 07:30 in England.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'How somebody wants to be told. Notices in the graph are there for everybody at any time. Personal data, kept so that nobody is disturbed.',
})
export class NoticePreferences {
  @Field(() => Boolean, {
    description:
      'Whether e-mails go to the work address, if there is one; true when nobody has said. Whoever wants none is told by a colleague.',
  })
  byEmail!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'The number that SMS go to, such as `+447700900123`; null for none. The person gave it for that alone, and nobody else reads it.',
  })
  smsTo!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'From when on each day nothing goes out, time in England, such as `19:00`. No SMS goes from 20:00 to 07:00 to those who have not said.',
  })
  quietFrom!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Until when, such as `07:00`; before `quietFrom` it is of the next day.',
  })
  quietUntil!: string | null;

  @Field(() => NoticeDigest, {
    description:
      'Whether e-mails and SMS come one by one or together; `AT_ONCE` when nobody has said. What would come too late, and what concerns the person alone, comes at once.',
  })
  digest!: NoticeDigest;

  @Field(() => Boolean, {
    description: 'Whether to be told on days of leave as well; false when nobody has said.',
  })
  evenOnLeave!: boolean;
}

/** What the database has; the id is the person's. */
export interface NoticePreferencesRow extends NoticePreferences {
  readonly id: string;
}

@InputType({ description: 'How the caller wants to be told from now on, all of it.' })
export class SetNoticePreferencesInput extends IdempotentInput {
  @Field(() => Boolean, { description: 'Whether by e-mail.' })
  byEmail!: boolean;

  @IsOptional()
  @MaxLength(30, { message: 'smsTo has at most 30 characters' })
  @Field(() => String, {
    nullable: true,
    description:
      'A mobile number to which SMS may go, as in `07700 900123` or `+353 …`; without it none do.',
  })
  smsTo?: string | null;

  @IsOptional()
  @Matches(timeOfDay, { message: 'quietFrom is a time such as 19:00' })
  @Field(() => String, {
    nullable: true,
    description: 'Together with `quietUntil`; without both there are no quiet hours.',
  })
  quietFrom?: string | null;

  @IsOptional()
  @Matches(timeOfDay, { message: 'quietUntil is a time such as 07:00' })
  @Field(() => String, { nullable: true, description: 'Another time than `quietFrom`.' })
  quietUntil?: string | null;

  @Field(() => NoticeDigest, {
    defaultValue: NoticeDigest.AT_ONCE,
    description: 'Whether one by one or together.',
  })
  digest!: NoticeDigest;

  @Field(() => Boolean, { description: 'Whether on days of leave as well.' })
  evenOnLeave!: boolean;
}

export const SetNoticePreferencesResult = createUnionType({
  name: 'SetNoticePreferencesResult',
  description: 'What holds now.',
  types: () => [NoticePreferences] as const,
  resolveType: () => NoticePreferences.name,
});
