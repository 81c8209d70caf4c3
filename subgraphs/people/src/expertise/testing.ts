import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { staffViewer, type TestPeople, type TestTrust } from '../testing.ts';

export interface Stated {
  readonly __typename: string;
  readonly id: string;
  readonly standing: string;
  readonly version: number;
  readonly expiresOn: string | null;
}

const fields = '__typename ... on Expertise { id standing version expiresOn level }';
const mutations: Readonly<Record<string, string>> = {
  stateExpertise: 'StateExpertiseInput',
  withdrawExpertise: 'ExpertiseInput',
  endorseExpertise: 'EndorseExpertiseInput',
};
const textOf = (mutation: string) => `mutation ($input: ${mutations[mutation] ?? ''}!) {
  done: ${mutation}(input: $input) { ${fields} } }`;

/** What a test says of expertise; the rest is unremarkable. */
export interface ExpertiseTold {
  readonly subject?: string;
  readonly theme?: string;
  readonly level?: string;
  readonly phaseCodes?: readonly string[];
  readonly daysATerm?: number;
  readonly evidence?: string;
  readonly version?: number;
}

/** Somebody who may state and endorse, as everybody on the staff may. */
function knower(trust: TestTrust, personId: string): Viewer {
  const viewer = staffViewer(trust, personId);
  return { ...viewer, scopes: new Set([...viewer.scopes, 'network:join']) };
}

/** Expertise in test trusts. */
export class TestExpertise {
  constructor(private readonly people: TestPeople) {}

  state(viewer: Viewer, told: ExpertiseTold = {}): Promise<Stated> {
    return this.do(viewer, 'stateExpertise', inputOf(told));
  }

  async do(viewer: Viewer, mutation: string, input: object): Promise<Stated> {
    return (await this.people.data<{ done: Stated }>(viewer, textOf(mutation), { input })).done;
  }

  codes(viewer: Viewer, mutation: string, input: object): Promise<unknown[]> {
    return this.people.codes(viewer, textOf(mutation), { input });
  }

  /** Somebody whose line manager endorsed what they state. */
  async expert(trust: TestTrust, school: number, name: string, told: ExpertiseTold = {}) {
    const posts = [{ school }];
    const { id: personId } = await this.people.hire(trust, { familyName: name, posts });
    const { id: managerId } = await this.people.hire(trust, { familyName: `${name}-Boss`, posts });
    await this.people.manage(trust, managerId, [personId]);
    const stated = await this.state(knower(trust, personId), told);
    const { id, version } = stated;
    await this.do(knower(trust, managerId), 'endorseExpertise', { id, version });
    return { id, personId, managerId };
  }

  /** Puts a school of the trust so many miles east of the first; null puts it nowhere. */
  async place(trust: TestTrust, school: number, miles: number | null): Promise<void> {
    const place = miles === null ? [null, null] : [Math.round(300_000 + miles * 1609.344), 170_000];
    await this.people.db.as(trust.central, () =>
      this.people.db.rows(
        'UPDATE school SET easting = $3, northing = $4 WHERE trust_id = $1 AND id = $2',
        [trust.id, trust.schools[school]?.id, ...place],
      ),
    );
  }

  /** Lets every endorsement of it end on a day. */
  async expires(trust: TestTrust, id: string, day: string): Promise<void> {
    await this.people.db.as(trust.central, () =>
      this.people.db.rows(
        `UPDATE expertise_endorsement SET endorsed_on = $3::date - 10, expires_on = $3
          WHERE trust_id = $1 AND expertise_id = $2`,
        [trust.id, id, day],
      ),
    );
  }
}

export function inputOf(told: ExpertiseTold): object {
  const { subject, theme, version, ...rest } = told;
  const topic = theme === undefined ? { subjectCode: subject ?? 'MAT' } : { theme };
  const plain = { level: 'SPECIALIST', phaseCodes: [], daysATerm: 5, evidence: 'Years of it.' };
  return { ...plain, ...rest, topic, ...(version === undefined ? {} : { version }) };
}
