import type { Case, Outcome } from './comparison.ts';

/** Features of an operation, and how its text shows them. */
const IN_TEXT: readonly [string, RegExp][] = [
  ['@skip', /@skip/],
  ['@include', /@include/],
  ['named fragment', /\.\.\.F\d/],
  ['inline fragment', /\.\.\. on /],
  ['alias', /\w+: \w+( \{|\(|\n)/],
  ['__typename', /__typename/],
  ['mutation', /^mutation/m],
  ['several operations', /unwanted/],
  ['variable', /\(\$/],
  ['variable with a default', /\$\w+: [\w[\]!]+ = /],
  ['input object', /(filter|wanted): \{/],
];

/** How many cases really made use of each feature of federation, of operations and of faults. */
export class Coverage {
  readonly counts = new Map<string, number>();

  add({ operation, faults }: Case, { stockRun, oursRun }: Outcome): void {
    for (const feature of stockRun.features.union(oursRun.features)) this.count(feature);
    for (const [feature, sign] of IN_TEXT) if (sign.test(operation.source)) this.count(feature);
    if (stockRun.overlapped) this.count('calls side by side');
    if (faults?.honest === false) this.count('subgraphs that do not keep their schemas');
    for (const fault of new Set(stockRun.faults.struck.values())) this.count(`fault: ${fault}`);
  }

  private count(feature: string): void {
    this.counts.set(feature, (this.counts.get(feature) ?? 0) + 1);
  }
}
