import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** What a project is extended to, and why. */
interface Extension {
  readonly title: string;
  readonly fromOn: string;
  readonly endsOn: string;
  readonly reason: string;
}

/** What members of a project team are told of it. */
export class ProjectNews {
  constructor(private readonly db: Database) {}

  /** Each is told with the placement that they are asked to agree to. */
  tellOfExtension(
    viewer: Viewer,
    { title, fromOn, endsOn, reason }: Extension,
    asked: readonly { readonly placementId: string; readonly personId: string }[],
  ): Promise<void> {
    const told = asked.map(({ placementId: id, personId }) => ({
      type: 'opportunity.notice_requested',
      ...{ aggregateType: 'Placement', aggregateId: id },
      data: {
        ...{ opportunityId: id, part: { type: 'Placement', id }, version: 1 },
        ...{ kind: 'PROJECT_EXTENDED', title: tidy(`The project is to go on: ${title}`) },
        text: `It is to end on ${endsOn}. Say whether you stay on until then. Why: ${reason}`,
        ...{ closesOn: fromOn, personIds: [personId], page: 1, pages: 1 },
        ...{ wantsProof: false, canWait: false },
      },
    }));
    return new Outbox(this.db).append(viewer, told);
  }
}

/** One line, as the subject of an e-mail. */
const tidy = (text: string) => text.replace(/\p{Cc}/gu, ' ').slice(0, 200);
