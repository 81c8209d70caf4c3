import { createServer } from 'node:net';
import { z } from 'zod';
import { readPrivate, writePrivate } from './folder.ts';

const kept = z.record(z.string(), z.number());

/**
 * Ports for the named uses, the same as before where they are still free: an issuer's address is
 * known to others and should not wander.
 */
export async function choosePorts<Name extends string>(
  names: readonly Name[],
  before: Readonly<Record<string, number>>,
): Promise<Record<Name, number>> {
  const chosen = new Map<Name, number>();
  for (const name of names) {
    const old = before[name];
    chosen.set(name, old && (await isFree(old)) ? old : await freePort());
  }
  return Object.fromEntries(chosen) as Record<Name, number>;
}

/** The same, remembered in this checkout. */
export async function keptPorts<Name extends string>(
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const before = kept.parse(JSON.parse(readPrivate('ports.json') ?? '{}'));
  const ports = await choosePorts(names, before);
  writePrivate('ports.json', JSON.stringify(ports));
  return ports;
}

/** @returns whether something could listen there now. */
export async function isFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== undefined;
}

async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Error('the system has no free port');
  return port;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const found = typeof address === 'object' && address ? address.port : undefined;
      server.close(() => {
        resolve(found);
      });
    });
  });
}
