import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { ArrayMinSize, IsIn, MaxLength } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { changeTypeNames, changeTypesInWords } from '../change-feed/change.codes.ts';
import { WebhookEntity } from './webhook.entity.ts';
import { Webhook, WebhookDelivery } from './webhook.types.ts';

@InputType({ description: 'An endpoint that is to be told of changes.' })
export class CreateWebhookInput extends IdempotentInput {
  @Field(() => String, {
    description:
      'Where: `https://`, port 443 or 8443, on the internet, without user, password or `#`.',
  })
  url!: string;

  @ArrayMinSize(1, { message: 'eventTypes names at least one type' })
  @IsIn(changeTypeNames, {
    each: true,
    message: `eventTypes takes ${changeTypeNames.join(', ')}`,
  })
  @Field(() => [String], { description: `Of what. ${changeTypesInWords}` })
  eventTypes!: string[];

  @MaxLength(200, { message: 'description has at most 200 characters' })
  @Field(() => String, { defaultValue: '', description: 'For people, at most 200 characters.' })
  description!: string;
}

@InputType({ description: 'Which endpoint.' })
export class WebhookInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the webhook.' })
  id!: string;
}

@InputType({ description: 'Which endpoint is to have a new key.' })
export class RotateWebhookKeyInput extends WebhookInput {
  @Field(() => Date, {
    nullable: true,
    description:
      'Until when the key that it has now signs as well: at most 30 days from now, 7 when not given. An instant that is over stops it at once.',
  })
  oldKeyUntil?: Date;
}

@InputType({ description: 'Which endpoint is to be told again, and since when.' })
export class ReplayWebhookInput extends WebhookInput {
  @Field(() => Date, { description: 'Changes made at or after this instant, 30 days ago at most.' })
  since!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'Changes that an endpoint is told again.' })
export class WebhookReplay {
  @Field(() => Webhook, { description: 'As it is.' })
  readonly webhook: WebhookEntity;

  @Field(() => Int, { description: 'How many changes are in line for it now because of this.' })
  readonly events: number;

  constructor(webhook: WebhookEntity, events: number) {
    this.webhook = webhook;
    this.events = events;
  }

  /** By which the change is remembered. */
  get id(): string {
    return this.webhook.id;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The trust has as many endpoints as it may have.',
})
export class TooManyWebhooks extends Refusal {
  @Field(() => Int, { description: 'How many it may have that are told of changes.' })
  readonly limit: number;

  constructor(limit: number) {
    super(`A trust has at most ${String(limit)} webhooks: disable one first.`);
    this.limit = limit;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The endpoint is told nothing now.',
})
export class WebhookDisabled extends Refusal {
  @Field(() => Webhook, { description: 'As it is.' })
  readonly webhook: WebhookEntity;

  constructor(webhook: WebhookEntity) {
    super('This webhook is disabled: enable it first.');
    this.webhook = webhook;
  }
}

const typeNameOf = (value: object): string => {
  if (value instanceof WebhookEntity) return Webhook.name;
  return 'messageId' in value ? WebhookDelivery.name : value.constructor.name;
};

export const WebhookResult = createUnionType({
  name: 'WebhookResult',
  description: 'The webhook as it is now, or why nothing was done.',
  types: () => [Webhook, TooManyWebhooks] as const,
  resolveType: typeNameOf,
});

export const ReplayWebhookResult = createUnionType({
  name: 'ReplayWebhookResult',
  description: 'What is told again, or why nothing is.',
  types: () => [WebhookReplay, WebhookDisabled] as const,
  resolveType: typeNameOf,
});

export const SendTestEventResult = createUnionType({
  name: 'SendTestEventResult',
  description: 'The test in line, or why there is none.',
  types: () => [WebhookDelivery, WebhookDisabled] as const,
  resolveType: typeNameOf,
});
