import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Directive, Field, ObjectType } from 'type-graphql';
import { Aspiration } from './aspiration.types.ts';

@Directive('@key(fields: "kind")')
@ObjectType({
  simpleResolvers: true,
  description:
    'Hopes that an opportunity of a kind may answer, so that people can be told of it and helped to get ready. It decides nothing.',
})
export class AspirationMatch {
  @Field(() => String, { description: 'Of the opportunity, as `OpportunityKind` writes it.' })
  kind!: string;
}

export const AspirationConnection = connectionOf(Aspiration);
