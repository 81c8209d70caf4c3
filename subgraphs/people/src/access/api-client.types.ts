import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description:
    'A system that the trust lets in by an API key, such as a management information system.',
})
export class ApiClient {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'As whoever made it called it.' })
  name!: string;

  @Field(() => String, {
    description: 'The public part of its key: the third of `spk_<environment>_<this>_<secret>`.',
  })
  keyId!: string;

  @Field(() => [String], { description: 'Permissions, as the fields that need them name them.' })
  scopes!: string[];

  @Field(() => Boolean, {
    description:
      'Whether it answers for every school of the trust, those that join later included.',
  })
  allSchools!: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many points its operations may cost in an hour; null for the budget that every caller has.',
  })
  hourlyCost!: number | null;

  @Field(() => Boolean, {
    description: 'Whether it may send only operations of the trusted documents.',
  })
  trustedDocumentsOnly!: boolean;

  @Field(() => Date, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'From then on its key is refused.' })
  expiresAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When its key last came in, to about a minute; null when it never did.',
  })
  lastUsedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Until then the secret before the newest one is taken as well; null when it was never rotated.',
  })
  oldSecretUntil!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was shut out for good; it is refused within a minute.',
  })
  revokedAt!: Date | null;
}

export const ApiClientConnection = connectionOf(ApiClient);
