import type { Printer } from '@trellis/pdf-printer/printer';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import {
  CareerLineResolver,
  PersonCareerRecordResolver,
  ViewerCareerRecordResolver,
} from './career-line/career-line.resolver.ts';
import { CareerLineService } from './career-line/career-line.service.ts';
import { PersonCredentialsResolver } from './credential/credential.resolver.ts';
import { CvResolver, ViewerCvResolver } from './cv/cv.resolver.ts';
import { CvService } from './cv/cv.service.ts';
import { NextStepResolver, PersonNextStepsResolver } from './next-step/next-step.resolver.ts';
import { CatalogueChangeResolver } from './pathway/catalogue-change.resolver.ts';
import { CatalogueChangeService } from './pathway/catalogue-change.service.ts';
import { PathwayResolver } from './pathway/pathway.resolver.ts';

/** What people did and what they could do next, for `subgraph.ts`. */
export function careers(db: Database, idempotency: Idempotency, printer?: Printer) {
  const cvs = new CvService(db, printer);
  return [
    new CareerLineResolver(new CareerLineService(db, idempotency)),
    new PersonCareerRecordResolver(),
    new ViewerCareerRecordResolver(),
    new PersonCredentialsResolver(),
    new ViewerCvResolver(cvs),
    new CvResolver(cvs),
    new PathwayResolver(),
    new CatalogueChangeResolver(new CatalogueChangeService(db, idempotency)),
    new PersonNextStepsResolver(),
    new NextStepResolver(),
  ];
}
