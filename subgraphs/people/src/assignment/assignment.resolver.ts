import { Day } from '@trellis/subgraph-kit/scalars';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Contract } from '../contract/contract.types.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { Person } from '../person/person.types.ts';
import { School } from '../school/school.types.ts';
import type { AssignmentNode } from './assignment.queries.ts';
import { Assignment } from './assignment.types.ts';

@Resolver(() => Assignment)
export class AssignmentResolver {
  @FieldResolver(() => School, { nullable: true, description: 'Where it is.' })
  school(@Root() assignment: AssignmentNode, @Ctx() { loaders }: Context): Promise<School | null> {
    return loaders.school.load(assignment.schoolId);
  }
}

@Resolver(() => Person)
export class PersonAssignmentsResolver {
  @FieldResolver(() => [Assignment], {
    description: 'Posts that run on a day, the primary one first.',
  })
  assignments(
    @Root() person: Person,
    @Arg('activeOn', () => Day, { nullable: true, description: 'Today in England when not given.' })
    activeOn: string | null | undefined,
    @Ctx() { loaders }: Context,
  ): Promise<Assignment[]> {
    return loaders.assignmentsOfPersonOn(activeOn ?? londonDay()).load(person.id);
  }
}

@Resolver(() => Contract)
export class ContractAssignmentsResolver {
  @FieldResolver(() => [Assignment], {
    description: 'All posts under it, also those that ended or have not begun.',
  })
  assignments(@Root() contract: Contract, @Ctx() { loaders }: Context): Promise<Assignment[]> {
    return loaders.assignmentsOfContract.load(contract.id);
  }
}
