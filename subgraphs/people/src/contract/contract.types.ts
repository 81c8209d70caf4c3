import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { OfficialCode } from '../official-code.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'One employment of a person with the trust. Personal data, kept to administer the employment.',
})
export class Contract {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => OfficialCode, { description: 'Census contract type, such as `PRM` permanent.' })
  type!: OfficialCode;

  @Field(() => String, { nullable: true, description: 'Of this employment, as payroll has it.' })
  payrollNumber!: string | null;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, {
    nullable: true,
    description:
      'First day on which it no longer runs; null while no end is known. The same as the first day when it never took place.',
  })
  endsOn!: string | null;

  @Field(() => Day, {
    nullable: true,
    description: 'Of a fixed term: the first day after it, as it is planned. It ends nothing.',
  })
  expectedEndsOn!: string | null;
}
