export { rewritten } from '@trellis/subgraph-kit/rewritten-function';
