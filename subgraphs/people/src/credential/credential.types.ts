import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { OfficialCode } from '../official-code.ts';

@Directive('@key(fields: "code", resolvable: false)')
@ObjectType({
  simpleResolvers: true,
  description: 'A sort of status or qualification that a step of a pathway may need.',
})
export class CredentialKind {
  @Field(() => String, { description: 'Its acronym, such as `QTS` or `NPQH`.' })
  code!: string;

  @Field(() => String, { description: 'What that stands for.' })
  name!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A status or qualification that somebody has, such as QTS or an NPQ. Personal data, kept to show who may be offered what. Source: the record of staff, unverified by us.',
})
export class Credential {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => OfficialCode, {
    description: 'Its acronym, such as `QTS` or `NPQH`, and what that stands for.',
  })
  kind!: OfficialCode;

  @Field(() => String, {
    description: 'As the source calls it; what the kind stands for where the source does not say.',
  })
  title!: string;

  @Field(() => OfficialCode, { nullable: true, description: 'Of what; a census subject code.' })
  subject!: OfficialCode | null;

  @Field(() => Day, { nullable: true, description: 'Day of the award; null when not known.' })
  awardedOn!: string | null;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it no longer holds; null when it does not expire.',
  })
  expiresOn!: string | null;
}

export const CredentialConnection = connectionOf(Credential);

/** A status or qualification as a system of record knows it. Days are ISO text. */
export interface CredentialRecord {
  /** Names it among those of the same record of staff. */
  readonly externalId: string;
  /** Such as `QTS`. */
  readonly kindCode: string;
  readonly title: string | null;
  /** Census subject code. */
  readonly subjectCode: string | null;
  readonly awardedOn: string | null;
  /** First day on which it no longer holds. */
  readonly expiresOn: string | null;
}

/** All that one record of staff of one source tells of a person. */
export interface CredentialsOfRecord {
  readonly personId: string;
  /** The record of staff that tells of them. */
  readonly sourceRecordId: string;
  readonly credentials: readonly CredentialRecord[];
}
