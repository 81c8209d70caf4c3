import { Requires } from '@trellis/subgraph-kit/permission';
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { CredentialKind } from './credential-kind.types.ts';
import { Programme } from './programme.types.ts';

@Resolver(() => CredentialKind)
export class CredentialKindProgrammesResolver {
  @Requires('study:read')
  @Directive('@listSize(assumedSize: 2)')
  @FieldResolver(() => [Programme], {
    nullable: true,
    description:
      'What gives it when one completes it, of what can be started today, by name. None where it is not had by studying, or not by anything in the catalogue.',
  })
  programmes(@Root() { code }: CredentialKind, @Ctx() { loaders }: Context): Promise<Programme[]> {
    return loaders.programmesOfCredential.load(code);
  }
}
