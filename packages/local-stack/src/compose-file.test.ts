import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@trellis/embedded-postgres/launcher';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicKeyOf, readPrivateKey } from '@trellis/events/webhook-signature';
import ajvModule from 'ajv/dist/2019.js';
import { z } from 'zod';
import { projectFolder } from './folder.ts';
import { choosePorts } from './ports.ts';
import {
  composeServices,
  type ComposeService,
  readComposeFile,
  requiredVariables,
} from './testing/compose-file.ts';

const processes = ['people', 'opportunities', 'study', 'worker', 'gateway'] as const;

describe('docker-compose.yml', () => {
  it('is a compose file', () => {
    const schema = z
      .record(z.string(), z.unknown())
      .parse(
        JSON.parse(
          readFileSync(
            join(projectFolder, 'packages/local-stack/reference/compose-spec.json'),
            'utf8',
          ),
        ),
      );
    const compose = true as const; // compose checks these when it reads them
    const formats = {
      duration: /^(\d+(h|m|s|ms|us))+$/,
      expose: compose,
      ports: compose,
      subnet_ip_address: compose,
      uri: compose,
    };
    const ajv = new ajvModule.default({ strict: false, allErrors: true, formats });
    const isComposeFile = ajv.compile(schema);

    isComposeFile(readComposeFile());

    expect(isComposeFile.errors ?? []).toEqual([]);
  });

  it('holds no secret and has no default for one', () => {
    const text = readFileSync(join(projectFolder, 'docker-compose.yml'), 'utf8');

    expect(text).not.toMatch(/\$\{\w*(KEY|SECRET|PASSWORD)\w*(:?-[^}]*)?\}/);
    expect(requiredVariables()).toContain('POSTGRES_PASSWORD');
  });
});

describe('the processes that compose would run, without containers', () => {
  const running: ChildProcess[] = [];
  let postgres: EmbeddedPostgres | undefined;
  let folder = '';
  const operationsPort = new Map<string, number>();
  const port = new Map<string, number>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trellis-compose-'));
    postgres = await startEmbeddedPostgres({ folder, durable: false });
    const ports = await choosePorts(
      processes.flatMap((name) => [name, `${name}Operations`]),
      {},
    );
    for (const name of processes) {
      port.set(name, ports[name] ?? 0);
      operationsPort.set(name, ports[`${name}Operations`] ?? 0);
    }
    const variables = Object.fromEntries(
      requiredVariables().map((name) => [name, randomBytes(32).toString('base64url')]),
    );
    const { privateKey, publicKey } = aKeyPair();
    const keys = { EVENT_PRIVATE_KEY: privateKey, EVENT_PUBLIC_KEY: publicKey };
    const services = composeServices({ ...variables, ...keys });
    await ended(run('databases', services));
    for (const name of processes) {
      running.push(run(name, services));
      await ready(operationsPort.get(name) ?? 0);
    }
  }, 90_000);

  afterAll(async () => {
    for (const child of running.reverse()) {
      const gone = ended(child);
      child.kill('SIGTERM');
      await gone;
    }
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  /** The service's own command and environment; only the addresses are of this machine. */
  function run(name: string, services: Record<string, ComposeService>): ChildProcess {
    const service = services[name];
    const [, ...command] = service?.command ?? [];
    const environment = Object.fromEntries(
      Object.entries(service?.environment ?? {}).map(([key, value]) => [
        key,
        localAddresses(name, key, value),
      ]),
    );
    return spawn(process.execPath, command, {
      cwd: projectFolder,
      env: { ...environment, LOG_LEVEL: 'error' },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }

  function localAddresses(name: string, key: string, value: string): string {
    if (key === 'HOST') return '127.0.0.1';
    if (key === 'PORT') return String(port.get(name));
    if (key === 'OPERATIONS_PORT') return String(operationsPort.get(name));
    if (key === 'ADMIN_DATABASE_URL') return postgres?.superuserUrl ?? '';
    return value
      .replace('@postgres:5432', `@127.0.0.1:${postgres?.port}`)
      .replace(/http:\/\/(\w+):4000/, (_, host: string) => `http://127.0.0.1:${port.get(host)}`);
  }

  it('answer nobody without a token', async () => {
    const answer = await fetch(`http://127.0.0.1:${port.get('gateway')}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ trust { name } }"}',
    });

    expect(answer.status).toBe(401);
  });

  it('have no explorer in production', async () => {
    const answer = await fetch(`http://127.0.0.1:${port.get('gateway')}/`);

    expect(answer.status).toBe(404);
  });

  it('refuse a caller who goes round the gateway', async () => {
    for (const name of ['people', 'opportunities', 'study']) {
      const answer = await fetch(`http://127.0.0.1:${port.get(name)}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Internal forged' },
        body: '{"query":"{ _service { sdl } }"}',
      });

      expect(answer.status).toBe(401);
    }
  });
});

function aKeyPair() {
  const privateKey = `whsk_${randomBytes(32).toString('base64')}`;
  return { privateKey, publicKey: publicKeyOf(readPrivateKey(privateKey)) };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`));
    });
  });
}

async function ready(operationsPort: number): Promise<void> {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    const answer = await fetch(`http://127.0.0.1:${operationsPort}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error('not ready in 30 s');
}
