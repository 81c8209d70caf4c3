import { freePort } from '@trellis/embedded-postgres/port';
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
    chosen.set(name, await portBeside(new Set(chosen.values()), before[name]));
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

async function portBeside(others: ReadonlySet<number>, before?: number): Promise<number> {
  const port = await freePort(before);
  return others.has(port) ? portBeside(others) : port;
}
