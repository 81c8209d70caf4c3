import { anEvent } from '@trellis/events/testing/test-worker';
import { RosterService } from '@trellis/staff-roster/roster.service';
import { newId } from '@trellis/subgraph-kit/ids';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { RoundWindowService } from '../round/round-window.service.ts';
import { aHead, finance, type testStudy } from '../testing.ts';

type Study = ReturnType<typeof testStudy>;

/** What came of a mutation, as far as tests look at it. */
export interface Outcome {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly [field: string]: unknown;
}

/** What the roster is told of a test's person. */
export interface Facts {
  readonly schoolIds: readonly string[];
  readonly staffGroup?: string;
  readonly managerId?: string;
  readonly startsOn?: string;
  readonly endsOn?: string | null;
  readonly contractType?: string;
}

const releases =
  'releases { school { id } days releases reason answeredOn answeredBy { id } needsAnother }';
const application = `... on BursaryApplication { id version state isFeedbackOwed headReleases ${releases} }`;
const refusals =
  '... on NotForThisRound { reasons } ... on AppliedAlready { application { id } } ... on BursaryApplicationMovedOn { state }';
const round = '... on StudyRound { id state lotterySeed terms { sharePercent } }';
const fieldsOf: Readonly<Record<string, string>> = {
  announceStudyRound: `${round} ... on RoundTooShort { earliestClosesOn }`,
  declareRoundConflicts: `${round} ... on RoundNotReady { state }`,
  startRoundScoring: `${round} ... on RoundMembersUndeclared { memberIds } ... on RoundNotReady { state } ... on RoundLacksScorers { message }`,
  lockStudyRound: `${round} ... on RoundScoresMissing { candidateIds } ... on RoundNotReady { state }`,
  keepBursaryScheme: 'id version',
  scoreBursaryCandidate: 'id',
  setDevelopmentGoal: 'id',
  offerBursary: `${application} ... on BursaryApplicationMovedOn { state } ... on ReleaseNotAgreed { reason lacking { school { id } } } ... on PersonLeaving { leavesOn } ... on FundTooSmall { remainingPence }`,
};
const inputOf: Readonly<Record<string, string>> = {
  submitBursaryApplication: 'BursaryApplicationVersionInput',
  withdrawBursaryApplication: 'BursaryApplicationVersionInput',
  deferBursaryApplication: 'BursaryApplicationVersionInput',
  startRoundScoring: 'StudyRoundInput',
  lockStudyRound: 'StudyRoundInput',
};

/** A trust that gives out study money in rounds, through the API. */
export class TestRounds {
  readonly #study: Study;

  constructor(study: Study) {
    this.#study = study;
  }

  readonly answer = (viewer: Viewer, field: string, input: object) => {
    const type = inputOf[field] ?? `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const fields = fieldsOf[field] ?? `${application} ${refusals}`;
    const query = `mutation ($input: ${type}!) { outcome: ${field}(input: $input) { kind: __typename ${fields} } }`;
    return this.#study.served.ask<{ outcome: Outcome }>(viewer, query, { input });
  };
  readonly act = async (viewer: Viewer, field: string, input: object): Promise<Outcome> => {
    const { data, errors } = await this.answer(viewer, field, input);
    if (errors) throw new Error(JSON.stringify(errors));
    return data.outcome;
  };

  /** Somebody whom people knows and tells of. */
  readonly person = async (trustId: string, facts: Facts): Promise<Viewer> => {
    const viewer = aViewer({ trustId, scopes: ['study:read'] });
    await this.tell(viewer, facts);
    return viewer;
  };

  readonly tell = async (viewer: Viewer, facts: Facts): Promise<void> => {
    const { trustId, personId: id } = viewer;
    if (id === null) throw new Error('a test’s person is a person');
    this.#study.people.add('Person', viewer, id);
    const { schoolIds, staffGroup = 'TEACHING_ASSISTANT', managerId } = facts;
    const { startsOn = '2020-09-01', endsOn = null, contractType: type = 'PRM' } = facts;
    const contractId = newId();
    const days = { startsOn, endsOn };
    const post = { contractId, roleCodes: [], subjectCodes: [], isPrimary: true, ...days };
    versions += 1;
    const version = versions;
    const told = {
      ...{ status: 'EMPLOYED' as const, hasWorkMailbox: true, leave: [] },
      contracts: [{ id: contractId, type, ...days }],
      assignments: schoolIds.map((schoolId) => ({
        ...{ id: newId(), schoolId, staffGroups: [staffGroup], fte: 0.5, ...post },
      })),
      managers: managerId === undefined ? [] : [{ personId: managerId, startsOn, endsOn: null }],
    };
    const job = jobViewer('test', [], trustId);
    const roster = new RosterService(this.#study.db());
    await this.#study
      .db()
      .as(job, () => roster.keep(job, [{ id, version, facts: told, mergedIntoId: null }]));
  };

  /** A trust with a school, its head, who runs rounds, two scorers, a scheme and a fund. */
  readonly trust = async () => {
    const trustId = newId();
    const scopes = ['study:read', 'study:manage', 'award:read', 'bursary:award'];
    const team = aViewer({ trustId, allPlaces: true, scopes });
    const money = finance(trustId);
    const schoolId = this.#study.people.add('School', team);
    const head = aHead(trustId, schoolId);
    const scorers = [
      await this.person(trustId, { schoolIds: [schoolId] }),
      await this.person(trustId, { schoolIds: [schoolId] }),
    ];
    const fundId = await this.#study.aFund(money, 10_000_00);
    const scheme = await this.scheme(team, {});
    return { trustId, team, money, head, scorers, schoolId, fundId, schemeId: scheme.id };
  };

  /** A trust with an announced round and somebody who may apply in it. */
  readonly round = async () => {
    const trust = await this.trust();
    const { trustId, schoolId } = trust;
    const { id: roundId } = await this.announce(trust.team, trust.schemeId, trust.scorers);
    const manager = await this.person(trustId, { schoolIds: [schoolId] });
    const managed = manager.personId === null ? {} : { managerId: manager.personId };
    const assistant = await this.person(trustId, { schoolIds: [schoolId], ...managed });
    return { ...trust, roundId, manager, assistant };
  };

  readonly scheme = (team: Viewer, terms: object) =>
    this.act(team, 'keepBursaryScheme', {
      name: 'Study fund',
      terms: {
        ...{ staffGroups: [], programmeKinds: [], sharePercent: 80, capPence: 3_000_00 },
        ...{ serviceMonths: 12, asksProject: false, ...terms },
      },
    });

  readonly announce = (
    team: Viewer,
    schemeId: string,
    scorers: readonly Viewer[],
    wish: object = {},
  ) =>
    this.act(team, 'announceStudyRound', {
      ...{ schemeId, title: 'Autumn', opensOn: '2026-11-23', closesOn: '2026-12-11', places: 1 },
      ...{ reserved: [], memberIds: scorers.map(({ personId }) => personId), ...wish },
    });

  /** A draft that somebody hands in at once. */
  readonly apply = async (viewer: Viewer, roundId: string, schoolId: string, wish: object = {}) => {
    const draft = await this.draft(viewer, roundId, schoolId, wish);
    const { id, version } = draft;
    return this.act(viewer, 'submitBursaryApplication', { id, version });
  };

  readonly draft = (viewer: Viewer, roundId: string, schoolId: string, wish: object = {}) =>
    this.act(viewer, 'draftBursaryApplication', {
      ...{ roundId, schoolId, programmeCode: 'HLTA_STATUS', costPence: 1_000_01, releaseDays: 0 },
      ...{ statement: 'It would help my pupils to read.', ...wish },
    });

  /** The panel scores everything alike, or as the statements say, and the round is locked. */
  readonly score = async (
    { team, scorers }: { team: Viewer; scorers: readonly Viewer[] },
    roundId: string,
  ) => {
    await this.declare(scorers, roundId);
    this.#study.clock.set('2026-12-14T09:00:00Z');
    await this.endWindow(team, roundId);
    await this.act(team, 'startRoundScoring', { roundId });
    for (const scorer of scorers) {
      for (const { id, statement } of await this.candidates(scorer, roundId)) {
        const points = Number(/\d+/.exec(statement)?.[0] ?? 5);
        await this.act(scorer, 'scoreBursaryCandidate', { candidateId: id, points });
      }
    }
    return this.act(team, 'lockStudyRound', { roundId });
  };

  /** Each of the panel says that they are close to these, or to nobody. */
  readonly declare = async (
    scorers: readonly Viewer[],
    roundId: string,
    personIds: readonly (string | null)[] = [],
  ) => {
    for (const scorer of scorers) {
      await this.act(scorer, 'declareRoundConflicts', { roundId, personIds });
    }
  };

  /** Opportunities says that everybody was told and has had their days. */
  readonly endWindow = async ({ trustId }: Viewer, aggregateId: string) => {
    const event = anEvent({
      ...{ trustId, aggregateId, type: 'study_round.decidable', sequence: 1, data: {} },
    });
    const job = jobViewer('test', [], trustId);
    const windows = new RoundWindowService(this.#study.db());
    await this.#study.db().as(job, () => windows.take(job, [event]));
  };

  readonly candidates = async (viewer: Viewer, roundId: string) => {
    const { data } = await this.#study.served.ask<{
      bursaryCandidates: { id: string; statement: string }[];
    }>(viewer, 'query ($id: ID!) { bursaryCandidates(roundId: $id) { id statement } }', {
      id: roundId,
    });
    return data.bursaryCandidates;
  };

  /** The newest application that the viewer may know of. */
  readonly theOne = async (viewer: Viewer): Promise<Outcome> => {
    const [one] = await this.known(viewer);
    if (!one) throw new Error('there is no application');
    return one;
  };

  /** Whether a school releases them, for the reason that it does or does not. */
  readonly release = (
    head: Viewer,
    { id, version }: Outcome,
    releases: boolean,
    schoolId?: string,
  ) =>
    this.act(head, 'answerOnRelease', {
      ...{ id, version, releases, reason: releases ? 'Fine.' : 'Exams.' },
      ...(schoolId !== undefined && { schoolId }),
    });

  readonly known = async (viewer: Viewer) => {
    const { data } = await this.#study.served.ask<{ bursaryApplications: Outcome[] }>(
      viewer,
      `{ bursaryApplications { id version state isFeedbackOwed managerComment headReleases headReason ${releases} feedback person { id } award { id version amountPence lines { source amountPence } } } }`,
    );
    return data.bursaryApplications;
  };
}

let versions = 1;
