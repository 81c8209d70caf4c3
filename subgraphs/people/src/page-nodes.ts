import type { Page } from '@trellis/subgraph-kit/page';

/** The same page with each row made into what the schema promises. */
export function withNodes<Row, Node>(page: Page<Row>, nodeOf: (row: Row) => Node): Page<Node> {
  return { ...page, edges: page.edges.map(({ node, cursor }) => ({ node: nodeOf(node), cursor })) };
}
