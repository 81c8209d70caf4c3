import 'reflect-metadata'; // before any decorator runs, whoever is loaded first
import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
import type { Page, PageEdge } from './page.ts';

/** `first` and `after`, or `last` and `before`. */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, { nullable: true, description: 'From the start, 1 to 100; 25 when not given.' })
  first?: number;

  @Field(() => String, { nullable: true, description: 'After this cursor.' })
  after?: string;

  @Field(() => Int, { nullable: true, description: 'From the end, 1 to 100.' })
  last?: number;

  @Field(() => String, { nullable: true, description: 'Before this cursor.' })
  before?: string;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'Where a page of a list begins and ends.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follow after `endCursor`.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether more come before `startCursor`.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Of the first edge.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Of the last edge.' })
  endCursor!: string | null;
}

/**
 * The GraphQL types `…Connection` and `…Edge` for lists of `node`.
 *
 * @param name of the node's type, where the connection is to be called otherwise than its class.
 */
export function connectionOf<Node extends object>(node: ClassType<Node>, name = node.name) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One place in a list.` })
  class Edge implements PageEdge<Node> {
    @Field(() => node, { description: 'What stands there.' })
    node!: Node;

    @Field(() => String, { description: 'Opaque; give it back as `after` or `before`.' })
    cursor!: string;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: 'A page of a list.' })
  class Connection implements Page<Node> {
    @Field(() => [Edge], { description: 'In the order asked for.' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: 'How to go on.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'Of the whole list; counted only when asked for.' })
    totalCount!: () => Promise<number>;
  }

  return Connection;
}
