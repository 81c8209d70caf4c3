import { afterAll, beforeAll } from '@jest/globals';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { Fault } from '@trellis/subgraph-kit/faults';
import { newId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory, EntityKey } from '@trellis/subgraph-kit/known-entities';
import { type Answer, testSubgraph } from '@trellis/subgraph-kit/testing/test-subgraph';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { FundService } from './fund/fund.service.ts';
import { studyDatabase, studySubgraph } from './subgraph.ts';

/** What people would answer: each trust sees its own people and schools. */
class KnownToPeople implements EntityDirectory {
  readonly #ownerOf = new Map<string, string>();
  isDown = false;

  /** @returns the id of a new person or school of the trust. */
  add(type: 'Person' | 'School' | 'Network', { trustId }: Viewer, id = newId()): string {
    this.#ownerOf.set(`${type} ${id}`, trustId);
    return id;
  }

  unknownTo({ trustId }: Viewer, keys: readonly EntityKey[]): Promise<EntityKey[]> {
    if (this.isDown) {
      return Promise.reject(new Fault('SUBGRAPH_UNAVAILABLE', 'People does not answer.'));
    }
    const isUnknown = ({ type, id }: EntityKey) => this.#ownerOf.get(`${type} ${id}`) !== trustId;
    return Promise.resolve(keys.filter(isUnknown));
  }
}

/** A clock that stands where a test puts it. */
class TestClock {
  #now = new Date('2026-11-23T09:00:00Z');

  readonly now = () => this.#now;

  set(instant: string): void {
    this.#now = new Date(instant);
  }
}

/** What came of asking for an award or its withdrawal, as far as tests look at it. */
export interface Outcome {
  readonly kind: string;
  readonly id?: string;
  readonly version?: number;
  readonly remainingPence?: number;
  readonly award?: { readonly id: string } | null;
}

/** What a test says of an award; who, where and what are made up unless it says. */
export interface Wish {
  readonly fundId: string;
  readonly amountPence: number;
  readonly personId?: string;
  readonly schoolId?: string;
  readonly programmeCode?: string;
  readonly idempotencyKey?: string;
}

/**
 * The whole subgraph over HTTP for one test file, with people and the clock in the test's hands.
 *
 * @param environment beyond what each test has, such as the keys under which events are believed.
 */
export function testStudy(environment: Readonly<Record<string, string>> = {}) {
  const people = new KnownToPeople();
  const clock = new TestClock();
  const served = testSubgraph(studySubgraph({ people, clock: clock.now }), environment);
  const opened: { source?: ReturnType<typeof createDataSource> } = {};
  beforeAll(async () => {
    opened.source = createDataSource(studyDatabase, served.database.appUrl, 4);
    await opened.source.initialize();
  });
  afterAll(() => opened.source?.destroy());

  /** The database as the services have it, for what no client may do. */
  const db = () => {
    if (!opened.source) throw new Error('there is no database before the first test');
    return new Database(opened.source);
  };

  /** A new fund of the viewer's trust. */
  const aFund = async (viewer: Viewer, amountPence: number, academicYear = 2026) => {
    const id = newId();
    const fund = { id, name: 'Study fund', academicYear, amountPence };
    await db().as(viewer, () => new FundService(db(), clock.now).setAside(viewer, [fund]));
    return id;
  };

  const awardAnswer = (viewer: Viewer, wish: Wish) => {
    const input = {
      personId: wish.personId ?? people.add('Person', viewer),
      schoolId: wish.schoolId ?? people.add('School', viewer),
      programmeCode: 'NPQSL',
      ...wish,
    };
    return served.ask<{ outcome: Outcome }>(viewer, awardBursary, { input });
  };
  const award = async (viewer: Viewer, wish: Wish) => {
    const { data, errors } = await awardAnswer(viewer, wish);
    if (errors) throw new Error(JSON.stringify(errors));
    return data.outcome;
  };

  const withdrawAnswer = (viewer: Viewer, input: Readonly<Record<string, unknown>>) =>
    served.ask<{ outcome: Outcome }>(viewer, withdrawAward, { input });
  const withdraw = async (viewer: Viewer, { id, version }: Outcome) => {
    const answer = await withdrawAnswer(viewer, {
      id,
      version,
      reason: 'The course was cancelled.',
    });
    return answer.data.outcome;
  };

  const remainingPence = async (viewer: Viewer, fundId: string) => {
    const query = 'query ($id: ID!) { fund(id: $id) { remainingPence } }';
    const { data } = await served.ask<{ fund: { remainingPence: number } }>(viewer, query, {
      id: fundId,
    });
    return data.fund.remainingPence;
  };

  const asked = { aFund, award, awardAnswer, withdraw, withdrawAnswer, remainingPence };
  return { served, people, clock, db, ...asked };
}

/** Finance, who spend the trust's money on study. */
export const finance = (trustId: string = newId()): Viewer =>
  aViewer({
    trustId,
    allPlaces: true,
    scopes: [
      ...['study:read', 'spend:read', 'award:read', 'bursary:award'],
      ...['fund:manage', 'payment:approve', 'clawback:manage'],
    ],
  });

/** A head, who answers for the schools. */
export const aHead = (trustId: string, ...placeIds: string[]): Viewer =>
  aViewer({ trustId, placeIds, scopes: ['study:read', 'spend:read', 'award:read'] });

/** A member of staff. */
export const aMemberOfStaff = (trustId: string = newId()): Viewer =>
  aViewer({ trustId, scopes: ['study:read'] });

/** @returns the codes of an answer's errors. */
export const codesOf = ({ errors = [] }: Answer<unknown>): unknown[] =>
  errors.map(({ extensions }) => extensions['code']);

const awardBursary = `mutation ($input: AwardBursaryInput!) {
  outcome: awardBursary(input: $input) {
    kind: __typename
    ... on Award { id version }
    ... on FundTooSmall { remainingPence }
    ... on AlreadyAwarded { award { id } }
    ... on ProgrammeNotRunning { validFrom validTo }
  }
}`;

const withdrawAward = `mutation ($input: WithdrawAwardInput!) {
  outcome: withdrawAward(input: $input) {
    kind: __typename
    ... on Award { id version withdrawnOn withdrawnReason }
    ... on AlreadyWithdrawn { award { id } }
  }
}`;
