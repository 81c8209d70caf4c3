import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { publicKeyOf, readPrivateKey } from '@trellis/events/webhook-signature';
import { audience } from './demonstration-user.ts';
import { stackFolder } from './folder.ts';
import type { StackPostgres } from './postgres.ts';
import { acceptedKeys, assertionKey, type Secrets, type SubgraphName } from './secrets.ts';

/** Uses of ports; each process listens on loopback. */
export const portNames = [
  'people',
  'peopleOperations',
  'opportunities',
  'opportunitiesOperations',
  'study',
  'studyOperations',
  'gatewayOperations',
  'workerOperations',
  'identityProvider',
] as const;

export type Ports = Readonly<Record<(typeof portNames)[number], number>>;

/** What the stack's processes are told; each learns its own secrets and no other's. */
export interface StackSettings {
  readonly secrets: Secrets;
  readonly ports: Ports;
  readonly gatewayPort: number;
  readonly postgres: StackPostgres;
}

export function subgraphEnvironment(
  name: SubgraphName,
  { secrets, ports, postgres }: StackSettings,
): Record<string, string> {
  const asksPeople = name !== 'people' && {
    PEOPLE_URL: graphqlUrl(ports.people),
    PEOPLE_ASSERTION_KEY: assertionKey(secrets, name, 'people'),
  };
  return {
    NODE_ENV: 'development',
    PORT: String(ports[name]),
    OPERATIONS_PORT: String(ports[`${name}Operations`]),
    DATABASE_URL: postgres.url(name, 'app'),
    MIGRATION_DATABASE_URL: postgres.url(name, 'owner'),
    ASSERTION_KEYS: acceptedKeys(secrets, name),
    CURSOR_SECRET: secrets.cursors[name],
    EVENT_KEYS: publicKeyOf(readPrivateKey(secrets.eventKey)),
    // Many machines for development forbid what the browser's own sandbox needs.
    ...(name === 'people' && {
      WEBHOOK_SECRET: secrets.webhookSecret,
      CHROMIUM_SANDBOX: 'off',
    }),
    ...asksPeople,
  };
}

/** What the loader of generated data needs beside its subgraph's own environment. */
export function loaderEnvironment(
  name: SubgraphName,
  settings: StackSettings,
): Record<string, string> {
  const forPeople = name === 'people' && {
    DEMONSTRATION_ISSUER: `http://127.0.0.1:${settings.ports.identityProvider}/main`,
    DEMONSTRATION_OTHER_ISSUER: `http://127.0.0.1:${settings.ports.identityProvider}/other`,
    DEMONSTRATION_AUDIENCE: audience,
    DEMONSTRATION_MIS_KEY: settings.secrets.misKey,
  };
  return { ...subgraphEnvironment(name, settings), ...forPeople };
}

export function gatewayEnvironment(settings: StackSettings): Record<string, string> {
  const { secrets, ports, gatewayPort } = settings;
  return {
    NODE_ENV: 'development',
    PORT: String(gatewayPort),
    OPERATIONS_PORT: String(ports.gatewayOperations),
    PEOPLE_URL: graphqlUrl(ports.people),
    OPPORTUNITIES_URL: graphqlUrl(ports.opportunities),
    STUDY_URL: graphqlUrl(ports.study),
    PEOPLE_ASSERTION_KEY: assertionKey(secrets, 'gateway', 'people'),
    OPPORTUNITIES_ASSERTION_KEY: assertionKey(secrets, 'gateway', 'opportunities'),
    STUDY_ASSERTION_KEY: assertionKey(secrets, 'gateway', 'study'),
    APOLLO_TELEMETRY_DISABLED: 'true',
  };
}

export function workerEnvironment({ secrets, ports, postgres }: StackSettings) {
  return {
    NODE_ENV: 'development',
    OPERATIONS_PORT: String(ports.workerOperations),
    PEOPLE_JOB_DATABASE_URL: postgres.url('people', 'job'),
    OPPORTUNITIES_JOB_DATABASE_URL: postgres.url('opportunities', 'job'),
    STUDY_JOB_DATABASE_URL: postgres.url('study', 'job'),
    PEOPLE_URL: graphqlUrl(ports.people),
    OPPORTUNITIES_URL: graphqlUrl(ports.opportunities),
    STUDY_URL: graphqlUrl(ports.study),
    EVENT_SIGNING_KEYS: secrets.eventKey,
    WEBHOOK_SECRET: secrets.webhookSecret,
    SMTP_URL: pathToFileURL(join(stackFolder, 'mail')).href,
    NOTICE_FROM: 'notices@trellis.example',
    SMS_URL: pathToFileURL(join(stackFolder, 'sms')).href,
  };
}

export function identityProviderEnvironment({ secrets, ports }: StackSettings) {
  return {
    NODE_ENV: 'development',
    PORT: String(ports.identityProvider),
    TOKEN_KEY: secrets.tokenKey,
    COOKIE_KEY: secrets.cookieKey,
  };
}

export function readyUrl(port: number): string {
  return `http://127.0.0.1:${port}/readyz`;
}

function graphqlUrl(port: number): string {
  return `http://127.0.0.1:${port}/graphql`;
}
