import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsOptional, Matches, Max, Min } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ApiClientEntity } from './api-client.entity.ts';
import { ApiClient } from './api-client.types.ts';
import { keyScopes } from './api-key.ts';

/** What every caller has in an hour, in points, and most that a trust may set for a key. */
const usualHourlyCost = 60_000;

@InputType({ description: 'A system that is to be let in, and how far.' })
export class CreateApiClientInput extends IdempotentInput {
  @Matches(/^(?!\s)[^\p{Cc}]{1,100}(?<!\s)$/u, {
    message: 'name has 1 to 100 characters, none of them a control character, no space around it',
  })
  @Field(() => String, { description: 'For people to know it by, 1 to 100 characters.' })
  name!: string;

  @ArrayMinSize(1, { message: 'scopes names at least one permission' })
  @IsIn(keyScopes, { each: true, message: `scopes takes ${keyScopes.join(', ')}` })
  @Field(() => [String], {
    description: `What it may do, no more than the caller may: of ${keyScopes.map((scope) => `\`${scope}\``).join(', ')}.`,
  })
  scopes!: string[];

  @IsOptional()
  @ArrayMinSize(1, { message: 'schoolIds names 1 to 100 schools' })
  @ArrayMaxSize(100, { message: 'schoolIds names 1 to 100 schools' })
  @Field(() => [ID], {
    nullable: true,
    description: 'Schools for which it answers, 1 to 100; none when `allSchools` is true.',
  })
  schoolIds?: string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether it answers for every school; only who does so themselves may give a key that does.',
  })
  allSchools!: boolean;

  @Field(() => Date, { description: 'From when on its key is refused: within a year from now.' })
  expiresAt!: Date;

  @IsOptional()
  @Min(100, { message: 'hourlyCost is from 100 to 60000' })
  @Max(usualHourlyCost, { message: 'hourlyCost is from 100 to 60000' })
  @Field(() => Int, {
    nullable: true,
    description:
      'How many points its operations may cost in an hour, 100 to 60,000; what every caller has when not given.',
  })
  hourlyCost?: number;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether it may send only operations of the trusted documents: for a front end whose operations are known.',
  })
  trustedDocumentsOnly!: boolean;
}

@InputType({ description: 'Which system is to have a new secret.' })
export class RotateApiClientInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the API client.' })
  id!: string;

  @Field(() => Date, {
    nullable: true,
    description:
      'Until when the secret that it has now is taken as well: at most 30 days from now, 7 when not given. An instant that is over stops it at once.',
  })
  oldSecretUntil?: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'A new end for its key, within a year from now; stays as it is when not given.',
  })
  expiresAt?: Date;
}

@InputType({ description: 'Which system is to be shut out.' })
export class RevokeApiClientInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the API client.' })
  id!: string;
}

@ObjectType({ simpleResolvers: true, description: 'An API client and its key.' })
export class ApiClientKey {
  @Field(() => ApiClient, { description: 'As it is now.' })
  readonly client: ApiClientEntity;

  @Field(() => String, {
    nullable: true,
    description:
      'The whole key. It is shown this once and kept nowhere, so it is null when this request repeats an earlier one with the same `idempotencyKey`: rotate it then.',
  })
  readonly key: string | null;

  constructor(client: ApiClientEntity, key: string | null) {
    this.client = client;
    this.key = key;
  }

  /** By which the change is remembered. */
  get id(): string {
    return this.client.id;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'A key may do no more than the person who hands it out.',
})
export class BeyondOwnRights extends Refusal {
  @Field(() => [String], { description: 'Permissions that the caller does not have.' })
  readonly scopes: string[];

  constructor(scopes: string[]) {
    super('Nobody can give a key more than they may do themselves.');
    this.scopes = scopes;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The API client was shut out before.',
})
export class ApiClientRevoked extends Refusal {
  @Field(() => ApiClient, { description: 'As it is.' })
  readonly client: ApiClientEntity;

  constructor(client: ApiClientEntity) {
    super('This API client has been revoked: make a new one.');
    this.client = client;
  }
}

const typeNameOf = (value: object): string =>
  value instanceof ApiClientEntity ? ApiClient.name : value.constructor.name;

export const CreateApiClientResult = createUnionType({
  name: 'CreateApiClientResult',
  description: 'The API client with its key, or why none was made.',
  types: () => [ApiClientKey, BeyondOwnRights] as const,
  resolveType: typeNameOf,
});

export const RotateApiClientResult = createUnionType({
  name: 'RotateApiClientResult',
  description: 'The API client with its new key, or why it has none.',
  types: () => [ApiClientKey, BeyondOwnRights, ApiClientRevoked] as const,
  resolveType: typeNameOf,
});

export const RevokeApiClientResult = createUnionType({
  name: 'RevokeApiClientResult',
  description: 'The API client as it is now, or why nothing was done.',
  types: () => [ApiClient, ApiClientRevoked] as const,
  resolveType: typeNameOf,
});
