import type { Page } from '@trellis/subgraph-kit/page';

/** The same page with each row made into what the schema promises. */
export function withNodes<Row, Node>(page: Page<Row>, nodeOf: (row: Row) => Node): Page<Node> {
  const edges = page.edges.map((edge) => ({
    node: nodeOf(edge.node),
    get cursor() {
      return edge.cursor; // made only when asked for
    },
  }));
  return { ...page, edges };
}
