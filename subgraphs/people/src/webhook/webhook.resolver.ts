import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import {
  CreateWebhookInput,
  ReplayWebhookInput,
  ReplayWebhookResult,
  RotateWebhookKeyInput,
  SendTestEventResult,
  WebhookInput,
  WebhookResult,
} from './webhook-change.types.ts';
import { webhookList } from './webhook.queries.ts';
import type { WebhookService } from './webhook.service.ts';
import {
  Webhook,
  WebhookConnection,
  type WebhookDelivery,
  WebhookDeliveryConnection,
} from './webhook.types.ts';

const which = { description: 'Which.' };

@Resolver(() => Webhook)
export class WebhookResolver {
  constructor(
    private readonly pages: Pages,
    private readonly service: WebhookService,
  ) {}

  @Requires('webhook:manage')
  @Query(() => WebhookConnection, {
    nullable: true,
    description: 'Endpoints that are told of changes, the newest first, disabled ones included.',
  })
  webhooks(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<Webhook>> {
    return this.pages.of<Webhook>(viewer, webhookList(viewer), args);
  }

  @Requires('webhook:manage')
  @Mutation(() => WebhookResult, {
    nullable: true,
    description: 'Have an endpoint told of changes at the schools for which the caller answers.',
  })
  createWebhook(
    @Arg('input', () => CreateWebhookInput, { description: 'Where and of what.' })
    input: CreateWebhookInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.create(viewer, input);
  }

  @Requires('webhook:manage')
  @Mutation(() => WebhookResult, {
    nullable: true,
    description: 'Give an endpoint a new key. For a while both sign, so that it can change over.',
  })
  rotateWebhookKey(
    @Arg('input', () => RotateWebhookKeyInput, which) input: RotateWebhookKeyInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.rotate(viewer, input);
  }

  @Requires('webhook:manage')
  @Mutation(() => WebhookResult, {
    nullable: true,
    description: 'Tell an endpoint nothing more, until it is enabled again.',
  })
  disableWebhook(
    @Arg('input', () => WebhookInput, which) input: WebhookInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.disable(viewer, input);
  }

  @Requires('webhook:manage')
  @Mutation(() => WebhookResult, {
    nullable: true,
    description:
      'Tell an endpoint of changes again. What was made meanwhile comes with `replayWebhook`.',
  })
  enableWebhook(
    @Arg('input', () => WebhookInput, which) input: WebhookInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.enable(viewer, input);
  }

  @Requires('webhook:manage')
  @Mutation(() => ReplayWebhookResult, {
    nullable: true,
    description:
      'Tell an endpoint once more, with the same `webhook-id`, of the changes since an instant.',
  })
  replayWebhook(
    @Arg('input', () => ReplayWebhookInput, { description: 'Which, and since when.' })
    input: ReplayWebhookInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.replay(viewer, input);
  }

  @Requires('webhook:manage')
  @Mutation(() => SendTestEventResult, {
    nullable: true,
    description: 'Send an endpoint a message of the type `webhook.test`, signed as all are.',
  })
  sendTestEvent(
    @Arg('input', () => WebhookInput, which) input: WebhookInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.test(viewer, input);
  }

  @Requires('webhook:manage')
  @FieldResolver(() => WebhookDeliveryConnection, {
    nullable: true,
    description: 'What it was told in the last 30 days and is to be told, the newest first.',
  })
  deliveries(
    @Root() { id }: Webhook,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<WebhookDelivery>> {
    return loaders.deliveriesOfWebhook.load(id, args);
  }
}
