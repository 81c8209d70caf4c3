/**
 * The gateway as it is run, which also tells how much CPU it has used, garbage and compilation
 * included, in microseconds. Told to settle, it first takes away the garbage that is there.
 */
process.on('message', (message) => {
  if (message === 'settle') globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.once('disconnect', () => process.exit(0));
await import('@trellis/gateway/main');
