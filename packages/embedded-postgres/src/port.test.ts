import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort, isFree } from './port.ts';

describe('a free port', () => {
  it('lies below the ports from which the system serves outgoing connections', async () => {
    const ports = await Promise.all(Array.from({ length: 30 }, () => freePort()));

    expect(Math.min(...ports)).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });

  it('is the wanted one where that is free', async () => {
    const wanted = await freePort();

    expect(await freePort(wanted)).toBe(wanted);
  });

  it('is another where something listens on the wanted one', async () => {
    const wanted = await freePort();
    const other = createServer().listen(wanted, '127.0.0.1');
    await once(other, 'listening');
    try {
      expect(await isFree(wanted)).toBe(false);
      expect(await freePort(wanted)).not.toBe(wanted);
    } finally {
      other.close();
    }
  });
});
