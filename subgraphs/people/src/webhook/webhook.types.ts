import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum WebhookState {
  ENABLED = 'ENABLED',
  DISABLED = 'DISABLED',
  GONE = 'GONE',
}
registerEnumType(WebhookState, {
  name: 'WebhookState',
  description: 'Whether an endpoint is told of changes.',
  valuesConfig: {
    ENABLED: { description: 'It is told.' },
    DISABLED: { description: 'Somebody in the trust stopped it.' },
    GONE: { description: 'It answered 410, which asks us to stop.' },
  },
});

export enum WebhookDeliveryState {
  PENDING = 'PENDING',
  DELIVERED = 'DELIVERED',
  GIVEN_UP = 'GIVEN_UP',
}
registerEnumType(WebhookDeliveryState, {
  name: 'WebhookDeliveryState',
  description: 'What came of telling an endpoint of one change.',
  valuesConfig: {
    PENDING: { description: 'It is yet to be told, or to be told again.' },
    DELIVERED: { description: 'It answered with a status from 200 to 299.' },
    GIVEN_UP: { description: 'The last attempt failed as well; `replayWebhook` begins anew.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'An endpoint of the trust’s own that is told of changes as they are made.',
})
export class Webhook {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Where it is told.' })
  url!: string;

  @Field(() => String, { description: 'As whoever registered it described it.' })
  description!: string;

  @Field(() => [String], { description: 'Types of changes of which it is told.' })
  eventTypes!: string[];

  @Field(() => Boolean, {
    description: 'Whether it is told of every school; otherwise of those of whoever registered it.',
  })
  allSchools!: boolean;

  @Field(() => String, {
    description:
      'The Ed25519 key, `whpk_…`, by which the endpoint checks that we signed what it is told (Standard Webhooks, `v1a`). It is no secret.',
  })
  publicKey!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The key before, which signs as well until `oldKeyUntil`.',
  })
  oldPublicKey!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'From then on the newest key alone signs; null when it was never rotated.',
  })
  oldKeyUntil!: Date | null;

  @Field(() => WebhookState, { description: 'Whether it is told.' })
  state!: WebhookState;

  @Field(() => Date, { description: 'When it was registered.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Since when it is not told.' })
  disabledAt!: Date | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'One change of which an endpoint is told. Kept 30 days, without what was sent.',
})
export class WebhookDelivery {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => ID, {
    description: 'The `webhook-id` that is sent: the `id` of the change, the same each time.',
  })
  messageId!: string;

  @Field(() => String, { description: 'Of the change; `webhook.test` for a test.' })
  type!: string;

  @Field(() => WebhookDeliveryState, { description: 'What came of it.' })
  state!: WebhookDeliveryState;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => Date, { description: 'Since when it is in line.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last tried.' })
  lastAttemptAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The HTTP status of the last answer; null when there was none.',
  })
  lastStatus!: number | null;

  @Field(() => Int, { nullable: true, description: 'How long the last attempt took, in ms.' })
  lastMilliseconds!: number | null;

  @Field(() => String, { nullable: true, description: 'Why the last attempt failed.' })
  lastProblem!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it is tried next, if the endpoint is told at all; null when it is over.',
  })
  nextAttemptAt!: Date | null;
}

export const WebhookConnection = connectionOf(Webhook);
export const WebhookDeliveryConnection = connectionOf(WebhookDelivery);
