import { connectionOf, ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { IsOptional, MaxLength, ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description:
    'What somebody asks in a network. Read by its members and guests; what is withdrawn by who asked alone, what is hidden also by whoever leads.',
})
export class NetworkQuestion {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'The question in a line.' })
  title!: string;

  @Field(() => String, { description: 'More of it, as plain text; may be empty.' })
  text!: string;

  @Field(() => Date, { description: 'When it was asked.' })
  askedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was taken back; null while it stands.',
  })
  withdrawnAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why whoever leads the network hid it; null while it is not hidden.',
  })
  hiddenReason!: string | null;

  @Field(() => Boolean, { description: 'Whether the caller asked it.' })
  isViewers!: boolean;
}

export const NetworkQuestionConnection = connectionOf(NetworkQuestion);

@ObjectType({
  simpleResolvers: true,
  description: 'What somebody says to a question in a network. Read as the question is.',
})
export class NetworkAnswer {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Plain text.' })
  text!: string;

  @Field(() => Date, { description: 'When it was answered.' })
  answeredAt!: Date;

  @Field(() => Boolean, { description: 'It is the one that helped, says who asked.' })
  helped!: boolean;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was taken back; null while it stands.',
  })
  withdrawnAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why whoever leads the network hid it; null while it is not hidden.',
  })
  hiddenReason!: string | null;

  @Field(() => Boolean, { description: 'Whether the caller wrote it.' })
  isViewers!: boolean;
}

export const NetworkAnswerConnection = connectionOf(NetworkAnswer);

@InputType({ description: 'Which questions; all conditions given must hold.' })
export class NetworkQuestionFilter {
  @IsOptional()
  @MaxLength(100, { message: 'text has at most 100 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Each word is in the title or the text; case and accents do not matter.',
  })
  text?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Somebody has answered whom the caller reads; or nobody has.',
  })
  isAnswered?: boolean | null;
}

@ArgsType()
export class NetworkQuestionsArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => NetworkQuestionFilter, { nullable: true, description: 'Which; all when not given.' })
  filter?: NetworkQuestionFilter | null;
}
