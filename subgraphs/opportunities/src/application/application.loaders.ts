import { byId, byKey, manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  answersOf,
  type AnswersRow,
  applicationList,
  applicationsById,
  type ApplicationRow,
  mayReadApplications,
  stepsOf,
  type StepRow,
} from './application.queries.ts';

/** Applications as the viewer may see them, batched. */
export function applicationLoaders(db: Database, pages: Pages, viewer: Viewer) {
  const pagesBy = (name: string, parent: string) =>
    new PagesByParent<ConnectionArgs, ApplicationRow>((args, ids) =>
      pages.ofEach(viewer, applicationList(viewer, name), args, parent, ids),
    );
  const byPerson = pagesBy('Person.applications', 'a.person_id');
  return {
    stepsOfApplication: manyByKey<StepRow>(
      ({ applicationId }) => applicationId,
      (ids) => stepsOf(db, viewer, ids),
    ),
    answersOfApplication: byKey<AnswersRow>(
      ({ applicationId }) => applicationId,
      (ids) => answersOf(db, viewer, ids),
    ),
    application: byId((ids) => applicationsById(db, viewer, ids)),
    applicationsByOpportunity: pagesBy('Opportunity.applications', 'a.opportunity_id'),
    /** Null where they are not the viewer's business. */
    applicationsOf: (
      personId: string,
      args: ConnectionArgs,
    ): Promise<Page<ApplicationRow>> | null =>
      personId === viewer.personId || mayReadApplications(viewer)
        ? byPerson.load(personId, args)
        : null,
  };
}
