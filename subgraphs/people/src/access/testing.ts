import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { day, type TestPeople, type TestTrust } from '../testing.ts';

const command = fileURLToPath(new URL('../../dist/access.js', import.meta.url));

/** What the command said on both streams, and the code with which it ended. */
export interface Said {
  readonly code: number;
  readonly lines: readonly string[];
}

/** As the gateway asks: before anybody knows the trust. */
export const gateway = aViewer({
  trustId: '00000000-0000-0000-0000-000000000000',
  personId: null,
  actor: { kind: 'JOB', id: 'gateway' },
  scopes: ['principal:read'],
});

const fields = '{ trustId personId placeIds allPlaces scopes }';

/** An operator at a terminal, and the gateway that sees what they did. */
export class TestOperator {
  constructor(private readonly people: TestPeople) {}

  /** Runs the built command with what was typed. */
  run(typed: string, environment: Readonly<Record<string, string>> = {}): Promise<Said> {
    const { appUrl } = this.people.served.database;
    const env = { DATABASE_URL: appUrl, NODE_ENV: 'development', ...environment };
    const args = [command, ...typed.split(' ')];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
        const lines = (stdout + stderr).trim().split('\n');
        resolve({ code: error === null ? 0 : Number(error.code), lines });
      });
    });
  }

  /** @throws Error when the command refuses. */
  async done(typed: string): Promise<string> {
    const { code, lines } = await this.run(typed);
    if (code !== 0) throw new Error(lines.join('\n'));
    return lines.join('\n');
  }

  /** @throws Error when the command does it, or fails in other words than ours. */
  async refused(typed: string): Promise<string> {
    const { code, lines } = await this.run(typed);
    const said = lines.join('\n');
    if (code !== 1 || said.includes('    at ')) throw new Error(said);
    return said;
  }

  /** @returns the key that was shown. */
  async issue(trust: TestTrust, schools: string, scopes?: string): Promise<string> {
    return (await this.done(apiKey(trust, schools, scopes))).split('\n').at(-1) ?? '';
  }

  /** @param asked which fields; all but the rare ones when not given. */
  async principalOfKey(key: string, asked = fields): Promise<unknown> {
    const [, , keyId, ...secret] = key.split('_');
    const secretHash = createHash('sha256').update(secret.join('_')).digest('hex');
    const query = `query ($keyId: String!, $secretHash: String!) {
      principal: principalOfApiKey(keyId: $keyId, secretHash: $secretHash) ${asked} }`;
    const data = await this.people.data<Found>(gateway, query, { keyId, secretHash });
    return data.principal;
  }

  async principalOfToken(issuer: string, subject: string): Promise<unknown> {
    const query = `query ($issuer: String!, $subject: String!) {
      principal: principalOfToken(issuer: $issuer, subject: $subject) ${fields} }`;
    const data = await this.people.data<Found>(gateway, query, { issuer, subject });
    return data.principal;
  }
}

interface Found {
  readonly principal: unknown;
}

/** The issuer of the trust's identity provider. */
export const issuerOf = ({ uid }: TestTrust): string => `https://id.example/${uid}`;

/** What is typed to register a provider. */
export function provider(trust: TestTrust, issuer = issuerOf(trust)): string {
  return `provider --trust ${trust.uid} --issuer ${issuer} --audience trellis --jwks ${issuer}/jwks`;
}

/** What is typed to let somebody sign in. */
export function signIn(trust: TestTrust, subject: string, person: string): string {
  return `sign-in --trust ${trust.uid} --issuer ${issuerOf(trust)} --subject ${subject} --person ${person}`;
}

/** What is typed for a key that lasts a hundred days. */
export function apiKey(trust: TestTrust, schools: string, scopes = 'staff:read,staff:write') {
  const { uid } = trust;
  return `api-key --trust ${uid} --name mis --schools ${schools} --scopes ${scopes} --expires ${day(100)}`;
}

/** A key's public part. */
export const keyIdOf = (key: string): string => key.split('_')[2] ?? '';

/** The number of one of the trust's schools. */
export const urnOf = ({ schools }: TestTrust, place: number): string => schools[place]?.urn ?? '';
