import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import {
  PublishNetworkOutputInput,
  PublishNetworkOutputResult,
  ReviseNetworkOutputInput,
  ReviseNetworkOutputResult,
  WithdrawNetworkOutputInput,
  WithdrawNetworkOutputResult,
  WriteNetworkOutputInput,
  WriteNetworkOutputResult,
} from './network-output-change.types.ts';
import type { NetworkOutputService } from './network-output.service.ts';
import { NetworkOutput } from './network-output.types.ts';

@Resolver(() => NetworkOutput)
export class NetworkOutputChangeResolver {
  constructor(private readonly service: NetworkOutputService) {}

  @Requires('network:join')
  @Mutation(() => WriteNetworkOutputResult, {
    nullable: true,
    description:
      'Write an output of a network to which one belongs: a draft, or for others to read.',
  })
  writeNetworkOutput(
    @Arg('input', () => WriteNetworkOutputInput, { description: 'What it says.' })
    input: WriteNetworkOutputInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.write(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => ReviseNetworkOutputResult, {
    nullable: true,
    description:
      'Write a new version; the ones before are kept. Done by its authors and, unless it is a draft, by whoever leads the network.',
  })
  reviseNetworkOutput(
    @Arg('input', () => ReviseNetworkOutputInput, { description: 'What it says now.' })
    input: ReviseNetworkOutputInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.revise(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => PublishNetworkOutputResult, {
    nullable: true,
    description:
      'Let the network, or whoever works in the trust, read an output. Done by its authors and whoever leads the network.',
  })
  publishNetworkOutput(
    @Arg('input', () => PublishNetworkOutputInput, { description: 'Which, and for whom.' })
    input: PublishNetworkOutputInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.publish(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => WithdrawNetworkOutputResult, {
    nullable: true,
    description:
      'Say that an output holds no longer, and why; its members still read it, marked so. Done by its authors, whoever leads the network and, of what the trust reads, by those who look after networks.',
  })
  withdrawNetworkOutput(
    @Arg('input', () => WithdrawNetworkOutputInput, { description: 'Which, and why.' })
    input: WithdrawNetworkOutputInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.withdraw(viewer, input);
  }
}
