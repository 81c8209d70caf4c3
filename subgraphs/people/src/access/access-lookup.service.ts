import type { Database } from '@trellis/subgraph-kit/database';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AccessRefused } from './access.service.ts';

const nobodysTrust = '00000000-0000-0000-0000-000000000000';

/** One person as an operator names them. */
export interface NamedPerson {
  readonly by: 'work e-mail' | 'TRN' | 'id';
  readonly value: string;
}

export interface FoundPerson {
  readonly id: string;
  readonly name: string;
}

export interface FoundSchool {
  readonly id: string;
  readonly name: string;
}

/** An operator of one trust: a job that writes who may come in there. Row security opens no other. */
export function accessOperator(trustId: string): Viewer {
  return jobOf(trustId);
}

/** Finds what an operator names: trusts and keys before the trust is known, the rest within it. */
export class AccessLookup {
  constructor(private readonly db: Database) {}

  /**
   * @param uid the trust's number in GIAS.
   * @throws AccessRefused when there is no such trust.
   */
  async trust(uid: string): Promise<{ id: string; name: string }> {
    const [trust] = await this.db.as(jobOf(nobodysTrust, 'trust:find'), () =>
      this.db.rows<{ id: string; name: string }>('SELECT id, name FROM trust WHERE uid = $1', [
        uid,
      ]),
    );
    return trust ?? refuse('There is no trust with this UID; import it from GIAS first.');
  }

  /**
   * The trust to which a key belongs.
   *
   * @throws AccessRefused when there is no such key.
   */
  async trustOfKey(keyId: string): Promise<string> {
    const sql = 'SELECT trust_id AS "trustId" FROM api_client WHERE key_id = $1';
    const [client] = await this.db.as(jobOf(nobodysTrust, 'principal:read'), () =>
      this.db.rows<{ trustId: string }>(sql, [keyId]),
    );
    return client?.trustId ?? refuse('There is no key with this key id.');
  }

  /** @throws AccessRefused when the trust has no such person. */
  async person({ trustId }: Viewer, { by, value }: NamedPerson): Promise<FoundPerson> {
    const [person] = await this.db.rows<FoundPerson>(
      `SELECT id, coalesce(preferred_name, given_name) || ' ' || family_name AS name
         FROM person WHERE trust_id = $1 AND ${columnOf[by]} = $2`,
      [trustId, by === 'id' ? idOrNone(value) : value],
    );
    return person ?? refuse(`The trust has no person with this ${by}.`);
  }

  /**
   * Schools by their URNs, former ones included.
   *
   * @throws AccessRefused naming those that the trust does not have.
   */
  async schools({ trustId }: Viewer, urns: readonly string[]): Promise<FoundSchool[]> {
    const rows = await this.db.rows<FoundSchool & { urn: string }>(
      `SELECT school.id, school.name, school_urn.urn
         FROM school_urn JOIN school
           ON school.trust_id = school_urn.trust_id AND school.id = school_urn.school_id
        WHERE school_urn.trust_id = $1 AND school_urn.urn = ANY ($2::text[])`,
      [trustId, urns],
    );
    const unknown = urns.filter((urn) => !rows.some((row) => row.urn === urn));
    if (unknown.length > 0) refuse(`The trust has no school with URN ${unknown.join(', ')}.`);
    return [...new Map(rows.map(({ id, name }) => [id, { id, name }])).values()];
  }
}

const columnOf = { 'work e-mail': 'work_email', TRN: 'trn', id: 'id' } as const;

function jobOf(trustId: string, ...scopes: readonly string[]): Viewer {
  return {
    trustId,
    personId: null,
    actor: { kind: 'JOB', id: 'access' },
    placeIds: [],
    allPlaces: false,
    scopes: new Set(scopes),
    purpose: null,
    requestId: newId(),
  };
}

function refuse(message: string): never {
  throw new AccessRefused(message);
}
