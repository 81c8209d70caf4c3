import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';
import { refuseUnknownPeople } from '../person/person.queries.ts';
import type { StepBackFromChoosingInput } from './organiser-conflict.types.ts';

/** To whom those who run an opportunity are close. */
export class OrganiserConflictService {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Notes whom an organiser is close to. Once one of them has applied, the organiser decides nothing of
   * the opportunity, because each choice among the others is one about that person too.
   *
   * @throws NOT_FOUND when the viewer's trust has no such opportunity or person.
   * @throws FORBIDDEN when its school is not one that the viewer answers for, or when they say it of
   * another without answering for all schools.
   */
  stepBack(viewer: Viewer, input: StepBackFromChoosingInput) {
    const { opportunityId: id, personIds } = input;
    const organiserId = input.organiserId ?? viewer.personId;
    const run = () => this.opportunities.run(viewer, id);
    const stepBack = async () => {
      await run();
      if (organiserId !== viewer.personId && !viewer.allPlaces) {
        throw forbidden('Only the people team says of somebody else whom they are close to.');
      }
      await refuseUnknownPeople(this.db, viewer, [...personIds, organiserId ?? '']);
      await this.db.rows(
        `INSERT INTO organiser_conflict
                (trust_id, opportunity_id, organiser_id, person_id, said_by_id, said_at)
         SELECT $1, $2, $3, unnest($4::uuid[]), $5, $6 ON CONFLICT DO NOTHING`,
        [viewer.trustId, id, organiserId, personIds, viewer.personId, this.now()],
      );
      return run();
    };
    return this.idempotency.once(viewer, 'stepBackFromChoosing', input, stepBack, run);
  }
}
