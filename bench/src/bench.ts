import { parseArgs } from 'node:util';

/**
 * `npm run bench [-- gateway | sync | events | limits | notices | study | swaps]`: measured comparisons, each side by side in one run. Without a name:
 * the subject network through the whole of Trellis; `gateway`: gateways before the same subgraphs;
 * `sync`: a staff list through the bulk contract beside the same rows by COPY; `limits`: what
 * the dearest operations cost the gateway; `events`: how soon rosters hear of changes; `notices`: how soon everybody of a trust is told;
 * `study`: where a fund's money is, and what schools spend, in a trust with many awards; `swaps`:
 * matchings of many wishes beside what no choice can surpass.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    staff: { type: 'string', default: '300000' },
    schools: { type: 'string', default: '600' },
    trusts: { type: 'string', default: '40' },
    people: { type: 'string', default: '12000' },
    awards: { type: 'string', default: '100000' },
    events: { type: 'string', default: '200000' },
    wishes: { type: 'string', default: '2000' },
    'no-hive': { type: 'boolean', default: false },
  },
});

const [name = 'subject-network'] = positionals;
const timing = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
if (name === 'gateway') {
  const { benchGateways } = await import('./gateway/gateway-bench.ts');
  await benchGateways({ ...timing, hive: !values['no-hive'] });
} else if (name === 'sync') {
  const { benchStaffSync } = await import('./sync/staff-sync-bench.ts');
  await benchStaffSync(Number(values.people));
} else if (name === 'events') {
  const { benchEvents } = await import('./events/event-bench.ts');
  await benchEvents(Number(values.events));
} else if (name === 'limits') {
  const { benchLimits } = await import('./limits/limits-bench.ts');
  await benchLimits();
} else if (name === 'notices') {
  const { benchNotices } = await import('./notices/notice-bench.ts');
  await benchNotices(Number(values.people));
} else if (name === 'study') {
  const { benchStudyMoney } = await import('./study/study-money-bench.ts');
  await benchStudyMoney(Number(values.schools), Number(values.awards));
} else if (name === 'swaps') {
  const { benchSwapMatching } = await import('./swaps/swap-matching-bench.ts');
  await benchSwapMatching(Number(values.wishes));
} else if (name === 'subject-network') {
  const { benchSubjectNetwork } = await import('./subject-network.ts');
  const { staff, schools, trusts } = values;
  await benchSubjectNetwork({ ...timing, staff, schools, trusts });
} else {
  console.error(
    `There is no comparison ${name}: subject-network, gateway, sync, events, limits, notices, study or swaps.`,
  );
  process.exitCode = 2;
}
