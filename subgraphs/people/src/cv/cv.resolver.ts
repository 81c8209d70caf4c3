import { Requires } from '@trellis/subgraph-kit/permission';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Viewer } from '../access/access.types.ts';
import type { Context } from '../context.ts';
import type { CvService } from './cv.service.ts';
import { Cv, CvPdfResult } from './cv.types.ts';

@Resolver(() => Viewer)
export class ViewerCvResolver {
  constructor(private readonly cvs: CvService) {}

  @Requires('career:keep')
  @FieldResolver(() => Cv, {
    nullable: true,
    description: 'The caller’s career record as a CV.',
  })
  cv(@Ctx() { viewer }: Context): Promise<Cv> {
    return this.cvs.of(viewer);
  }
}

@Resolver(() => Cv)
export class CvResolver {
  constructor(private readonly cvs: CvService) {}

  @FieldResolver(() => CvPdfResult, {
    nullable: true,
    description: 'The same as a PDF file; it takes a second or two.',
  })
  pdf(@Root() cv: Cv) {
    return this.cvs.print(cv);
  }
}
