import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { Fault } from '@trellis/subgraph-kit/faults';
import type { GraphQLHandlerOptions } from '@trellis/subgraph-kit/graphql-handler';
import type { Pages } from '../explorer.ts';
import type { RequestContext } from '../request-context.ts';
import type { Callers } from './caller.ts';

/** Whom to let in, and what to show to those who do not want the graph. */
export interface Reception {
  readonly callers: Callers;
  readonly pages: Pages | undefined;
  /** Longest that an operation may take, in milliseconds. */
  readonly requestTimeout: number;
}

interface Peer {
  readonly address: string;
  readonly response: ServerResponse;
}

/** Lets in callers that somebody vouches for. Nothing of a client's headers goes any further. */
export function admission({
  callers,
  pages,
  requestTimeout,
}: Reception): Pick<GraphQLHandlerOptions<RequestContext>, 'admit' | 'elsewhere'> {
  const peers = new WeakMap<IncomingHttpHeaders, Peer>();
  return {
    elsewhere: (request, response) => {
      peers.set(request.headers, { address: request.socket.remoteAddress ?? '', response });
      return pages?.(request, response) ?? false;
    },
    admit: async (headers, _body, requestId) => {
      const deadline = Date.now() + requestTimeout;
      const peer = peers.get(headers);
      try {
        const viewer = await callers.viewerOf(headers, peer?.address ?? '', requestId);
        return {
          requestId,
          context: { viewer, deadline, hung: new Set() },
          around: (work) => work(),
        };
      } catch (error) {
        const unknown = error instanceof Fault && error.code === 'UNAUTHENTICATED';
        if (unknown) peer?.response.setHeader('www-authenticate', 'Bearer');
        throw error;
      }
    },
  };
}
