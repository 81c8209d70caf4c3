import type { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { z } from 'zod';
import { accessList } from './access-list.ts';
import { AccessLookup, accessOperator } from './access-lookup.service.ts';
import { AccessRefused, AccessService } from './access.service.ts';
import { ApiClientService, unlimited } from './api-client.service.ts';
import type { KeyEnvironment } from './api-key.ts';
import type {
  apiKeyInput,
  listInput,
  providerInput,
  revokeKeyInput,
  roleInput,
  signInInput,
} from './operator-input.ts';
import { PrincipalService } from './principal.service.ts';

const noticed = 'Gateways notice within a minute.';

/** Does what an operator asks at the terminal, and says in lines of text what became of it. */
export class AccessOperator {
  readonly #db: Database;
  readonly #access: AccessService;
  readonly #apiClients: ApiClientService;
  readonly #lookup: AccessLookup;

  /** @param environment part of each key that is made here. */
  constructor(db: Database, environment: KeyEnvironment) {
    this.#db = db;
    this.#apiClients = new ApiClientService(db, new Idempotency(db), environment);
    this.#access = new AccessService(db);
    this.#lookup = new AccessLookup(db);
  }

  /** Takes the tokens of an identity provider for a trust. */
  provider(asked: z.output<typeof providerInput>): Promise<string[]> {
    const { issuer, audience, jwks: jwksUri, algorithms } = asked;
    return this.#at(asked.trust, async (viewer, name) => {
      await this.#access.admitFrom(viewer, { issuer, audience, jwksUri, algorithms }, []);
      return [
        `${name} takes tokens of ${issuer} for audience ${audience}, signed with ${algorithms.join(' or ')}.`,
      ];
    });
  }

  /** Says as whom somebody signs in, and what they may do then. */
  signIn({ trust, issuer, subject, person }: z.output<typeof signInInput>): Promise<string[]> {
    return this.#at(trust, async (viewer) => {
      const { id, name } = await this.#lookup.person(viewer, person);
      await this.#access.recogniseSubjects(viewer, issuer, [{ subject, personId: id }]);
      const principal = await new PrincipalService(this.#db).ofToken(issuer, subject);
      return [
        `${name} (${id}) signs in as ${subject} of ${issuer}.`,
        principal
          ? `They may: ${principal.scopes.join(', ')}.`
          : 'They cannot come in: no contract of theirs runs or is to come, and a role alone is not enough for somebody who has left.',
      ];
    });
  }

  /** Gives a role from today on, or ends it. */
  role(asked: z.output<typeof roleInput>): Promise<string[]> {
    return this.#at(asked.trust, async (viewer) => {
      const { id: personId, name } = await this.#lookup.person(viewer, asked.person);
      const [school] = asked.school ? await this.#lookup.schools(viewer, [asked.school]) : [];
      const role = { personId, role: asked.role, schoolId: school?.id ?? null };
      const words = school ? `${asked.role} of ${school.name}` : asked.role;
      const who = `${name} (${personId})`;
      if (!asked.remove) {
        const isNew = await this.#access.giveRole(viewer, role);
        return [
          isNew ? `${who} is ${words} from today on. ${noticed}` : `${who} is ${words} already.`,
        ];
      }
      if (await this.#access.takeRole(viewer, role)) {
        return [`${who} is no longer ${words}. ${noticed}`];
      }
      throw new AccessRefused(`${who} is not ${words}.`);
    });
  }

  /** Makes a key. It is the last line, alone, and nowhere else. */
  apiKey({
    trust,
    name,
    schools,
    scopes,
    expires,
  }: z.output<typeof apiKeyInput>): Promise<string[]> {
    return this.#at(trust, async (viewer, trustName) => {
      const found = schools === 'all' ? 'ALL' : await this.#lookup.schools(viewer, schools);
      const schoolIds = found === 'ALL' ? found : found.map(({ id }) => id);
      const { key } = await this.#apiClients.issue(viewer, {
        ...{ name, scopes, schoolIds, expiresAt: startOf(expires) },
        ...unlimited,
      });
      const where = found === 'ALL' ? 'all schools' : found.map((school) => school.name).join(', ');
      return [
        `A key for ${name} at ${trustName}: ${where}; ${scopes.join(', ')}.`,
        `It expires when ${expires} begins. It is shown now and never again:`,
        key ?? '',
      ];
    });
  }

  /** Lets a key in no more. */
  async revokeKey({ 'key-id': keyId }: z.output<typeof revokeKeyInput>): Promise<string[]> {
    const viewer = accessOperator(await this.#lookup.trustOfKey(keyId));
    const isNew = await this.#db.as(viewer, () => this.#apiClients.revokeKey(viewer, keyId));
    return [isNew ? `Key ${keyId} is revoked. ${noticed}` : `Key ${keyId} was revoked before.`];
  }

  /** Says who may come in. */
  list({ trust }: z.output<typeof listInput>): Promise<string[]> {
    return this.#at(trust, async (viewer, name) => [
      `${name}, UID ${trust}`,
      ...(await accessList(this.#db, viewer)),
    ]);
  }

  async #at(
    uid: string,
    work: (viewer: Viewer, trustName: string) => Promise<string[]>,
  ): Promise<string[]> {
    const { id, name } = await this.#lookup.trust(uid);
    const viewer = accessOperator(id);
    return this.#db.as(viewer, () => work(viewer, name));
  }
}

const hour = 3_600_000;

/** The instant at which a day begins in England: in summer time an hour before it does in UTC. */
function startOf(day: string): Date {
  const midnight = new Date(`${day}T00:00:00Z`);
  const earlier = new Date(midnight.getTime() - hour);
  return londonDay(earlier) === day ? earlier : midnight;
}
