/**
 * The gateway as it is run, which also tells how much CPU it has used, garbage and compilation
 * included, in microseconds.
 */
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.once('disconnect', () => process.exit(0));
await import('@trellis/gateway/main');
