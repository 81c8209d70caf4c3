import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum NoticeChannel {
  EMAIL = 'EMAIL',
  SMS = 'SMS',
  IN_APP = 'IN_APP',
  PRINT = 'PRINT',
}
registerEnumType(NoticeChannel, {
  name: 'NoticeChannel',
  description: 'A way in which a notice gets to somebody.',
  valuesConfig: {
    EMAIL: { description: 'An e-mail to the work address.' },
    SMS: { description: 'An SMS to the number that the person gave for it.' },
    IN_APP: { description: 'The person’s notices here, which everybody has.' },
    PRINT: {
      description:
        'The sheet on the wall of the staff room, and a colleague who tells the person: for staff whom no e-mail reaches.',
    },
  },
});

export enum NoticeState {
  QUEUED = 'QUEUED',
  SENT = 'SENT',
  DELIVERED = 'DELIVERED',
  BOUNCED = 'BOUNCED',
  IN_DOUBT = 'IN_DOUBT',
  GIVEN_UP = 'GIVEN_UP',
  READ = 'READ',
  TOLD_IN_PERSON = 'TOLD_IN_PERSON',
}
registerEnumType(NoticeState, {
  name: 'NoticeState',
  description: 'What became of a notice in one channel.',
  valuesConfig: {
    QUEUED: { description: 'It waits: to be sent, to be read, or to be told.' },
    SENT: {
      description:
        'The mail server took it for the person, which counts as delivered; or the SMS gateway did, which does not yet.',
    },
    DELIVERED: { description: 'The person’s telephone has the SMS.' },
    BOUNCED: {
      description:
        'A mail server refused it or sent it back, or no telephone could be reached. It was not delivered.',
    },
    IN_DOUBT: {
      description:
        'The attempt was cut off and nobody knows whether it was taken. It is not sent again and does not count as delivered.',
    },
    GIVEN_UP: { description: 'The last attempt failed as well. It was not delivered.' },
    READ: { description: 'The person opened it here. This counts as delivered.' },
    TOLD_IN_PERSON: {
      description: 'A named colleague told the person. This counts as delivered.',
    },
  },
});

export enum UnreachedReason {
  NO_ROUTE = 'NO_ROUTE',
  BOUNCED = 'BOUNCED',
  ON_LEAVE = 'ON_LEAVE',
}
registerEnumType(UnreachedReason, {
  name: 'UnreachedReason',
  description: 'Why somebody has not been reached.',
  valuesConfig: {
    NO_ROUTE: {
      description:
        'Neither e-mail nor SMS goes to them: they read it here, or a colleague tells them.',
    },
    BOUNCED: { description: 'The e-mail or the SMS failed, or nobody knows whether it was taken.' },
    ON_LEAVE: { description: 'They are away, and have not asked to be told all the same.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'What a notice is about: something of another part of the graph.',
})
export class NoticeSubject {
  @Field(() => String, { description: 'Name of its type, such as `Opportunity`.' })
  type!: string;

  @Field(() => ID, { description: 'Of that type.' })
  id!: string;

  @Field(() => Int, { description: 'Which version of it, from 1. Each is told of once.' })
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'One thing that became of a notice.' })
export class NoticeStep {
  @Field(() => NoticeChannel, { description: 'In this channel.' })
  channel!: NoticeChannel;

  @Field(() => NoticeState, { description: 'What it became.' })
  state!: NoticeState;

  @Field(() => Date, { description: 'When.' })
  happenedAt!: Date;

  @Field(() => ID, { nullable: true, description: 'The colleague who told the person.' })
  toldById!: string | null;

  @Field(() => Day, { nullable: true, description: 'On which day the colleague did.' })
  toldOn!: string | null;

  @Field(() => ID, { nullable: true, description: 'Who put on record that the colleague did.' })
  notedById!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What one person is told of one thing, and what became of it. Personal data, kept as proof that everybody was told.',
})
export class Notice {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, {
    description: 'What it is for, in capitals, such as `OPPORTUNITY_PUBLISHED`.',
  })
  kind!: string;

  @Field(() => NoticeSubject, { description: 'What it is about.' })
  about!: NoticeSubject;

  @Field(() => String, { description: 'One line.' })
  title!: string;

  @Field(() => String, { description: 'Plain text; may be empty.' })
  text!: string;

  @Field(() => String, { description: 'Where a front end shows what it is about: `/…`.' })
  path!: string;

  @Field(() => Day, { nullable: true, description: 'Last day on which it is of use.' })
  closesOn!: string | null;

  @Field(() => Date, { description: 'When it was put in line.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the person opened it here.' })
  readAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was first delivered, by whichever channel; null while it was not.',
  })
  reachedAt!: Date | null;

  @Field(() => NoticeChannel, { nullable: true, description: 'The channel that did.' })
  reachedBy!: NoticeChannel | null;

  @Field(() => UnreachedReason, {
    nullable: true,
    description: 'Why it was not delivered so far; null when it was, or is on its way.',
  })
  unreachedReason!: UnreachedReason | null;
}

export const NoticeConnection = connectionOf(Notice);

/** A row as the database has it. */
export interface NoticeRow extends Notice {
  readonly personId: string;
}

/** Something that people are to be told. */
export interface Telling {
  /** What it is for, in capitals. */
  readonly kind: string;
  readonly about: NoticeSubject;
  /** One line, 1 to 200 characters. */
  readonly title: string;
  /** Plain text, at most 10,000 characters. */
  readonly text: string;
  /** Where a front end shows it: `/…`. */
  readonly path: string;
  /** ISO day. */
  readonly closesOn: string | null;
  readonly personIds: readonly string[];
  /**
   * Whether whoever asked must know whom it reached, so that a colleague tells those whom nothing does;
   * true unless told otherwise. A reminder needs none, and what concerns one person alone is on no wall.
   */
  readonly wantsProof?: boolean;
  /** Whether it may wait for the digest of those who want one; true unless told otherwise. */
  readonly canWait?: boolean;
}
