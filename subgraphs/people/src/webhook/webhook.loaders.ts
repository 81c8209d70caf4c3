import { PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { deliveryList } from './webhook.queries.ts';
import type { WebhookDelivery } from './webhook.types.ts';

/** The log of webhooks that the viewer has found. */
export function webhookLoaders(pages: Pages, viewer: Viewer) {
  return {
    deliveriesOfWebhook: new PagesByParent<ConnectionArgs, WebhookDelivery>((args, ids) =>
      pages.ofEach(viewer, deliveryList(viewer), args, 'webhook_delivery.webhook_id', ids),
    ),
  };
}
