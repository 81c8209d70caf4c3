import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, isId, newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import { opportunitiesById } from '../opportunity/opportunity.queries.ts';
import { givenAnswers } from './answer.types.ts';
import { AlreadyApplied, NotOpen } from './application-change.types.ts';
import {
  draftsFor,
  type DraftRow,
  firstDraftSql,
  heldDraft,
  nextDraftSql,
} from './application-draft.queries.ts';
import type {
  ApplicationDraftDiscarded,
  DiscardApplicationDraftInput,
  SaveApplicationDraftInput,
  SubmitApplicationDraftInput,
} from './application-draft.types.ts';
import { standingApplication } from './application.queries.ts';
import { type ApplicationService, themselves } from './application.service.ts';

const takesApplications: readonly OpportunityState[] = [
  OpportunityState.PUBLISHED,
  OpportunityState.REOPENED,
];

/** What people write before they apply: theirs alone. */
export class ApplicationDraftService {
  constructor(
    private readonly db: Database,
    private readonly applications: ApplicationService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Saves what the viewer has written so far, be it before the opportunity opens.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when the viewer is no person.
   * @throws CONFLICT with the current version when the draft changed since it was read.
   */
  save(viewer: Viewer, input: SaveApplicationDraftInput) {
    const { opportunityId } = input;
    const personId = themselves(viewer);
    const save = async () => {
      const ids = [opportunityId].filter(isId);
      const today = londonDay(this.now());
      const [opportunity] = await opportunitiesById(this.db, viewer, today, ids);
      if (!opportunity) throw notFound('opportunity');
      const { state, opensOn, closesOn } = opportunity;
      if (!takesApplications.includes(state)) return new NotOpen(opensOn, closesOn);
      const standing = await standingApplication(this.db, viewer, opportunityId, personId);
      if (standing) return new AlreadyApplied(standing);
      await this.write(viewer, personId, input);
      return this.find(viewer, opportunityId);
    };
    const again = () => this.find(viewer, opportunityId);
    return this.idempotency.once(viewer, 'saveApplicationDraft', input, save, again);
  }

  /**
   * Hands a draft in. Where that is refused, the draft stays as it was.
   *
   * @throws NOT_FOUND when the viewer has no such draft.
   * @throws FORBIDDEN when the viewer is no person.
   * @throws CONFLICT with the current version when the draft changed since it was read.
   */
  submit(viewer: Viewer, input: SubmitApplicationDraftInput) {
    themselves(viewer);
    const submit = async () => {
      const draft = await heldDraft(this.db, viewer, idOrNone(input.id));
      if (!draft) throw notFound('draft');
      refuseStale(draft, input.version);
      return this.applications.handIn(viewer, draft);
    };
    const again = (id: string) => this.applications.find(viewer, id);
    return this.idempotency.once(viewer, 'submitApplicationDraft', input, submit, again);
  }

  /** Throws a draft away. @throws NOT_FOUND when the viewer has no such draft. */
  discard(viewer: Viewer, input: DiscardApplicationDraftInput): Promise<ApplicationDraftDiscarded> {
    const personId = themselves(viewer);
    const discard = async () => {
      const draft = await heldDraft(this.db, viewer, idOrNone(input.id));
      if (!draft) throw notFound('draft');
      await this.applications.forgetDraft(viewer, draft.opportunityId, personId);
      return { id: draft.id };
    };
    const again = (id: string) => Promise.resolve({ id });
    return this.idempotency.once<ApplicationDraftDiscarded>(
      viewer,
      'discardApplicationDraft',
      input,
      discard,
      again,
    );
  }

  private async write(viewer: Viewer, personId: string, input: SaveApplicationDraftInput) {
    const { opportunityId, version = null, statement = null } = input;
    const { trustId } = viewer;
    const said = [statement, JSON.stringify(givenAnswers(input.answers)), this.now()];
    if (version === null) {
      const first = [trustId, newId(), opportunityId, personId, ...said];
      const [written] = await this.db.rows(firstDraftSql, first);
      if (written) return;
    }
    const [draft] = await draftsFor(this.db, viewer, [opportunityId], 'FOR UPDATE');
    if (!draft) throw notFound('draft');
    refuseStale(draft, version);
    await this.db.rows(nextDraftSql, [trustId, draft.id, ...said]);
  }

  private async find(viewer: Viewer, opportunityId: string): Promise<DraftRow> {
    const [found] = await draftsFor(this.db, viewer, [opportunityId].filter(isId));
    if (!found) throw notFound('draft');
    return found;
  }
}

function refuseStale(draft: DraftRow, version: number | null): void {
  if (draft.version === version) return;
  throw new Fault('CONFLICT', 'The draft was changed since it was read.', {
    currentVersion: draft.version,
  });
}
