import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'An academy trust: the employer of the staff of all its schools. Source: GIAS.',
})
export class Trust {
  @Field(() => ID, { description: 'Opaque; ours, and stays when official numbers change.' })
  id!: string;

  @Field(() => String, { description: 'As the register of trusts has it.' })
  name!: string;

  @Field(() => String, { description: 'Number of the trust in GIAS, “Group UID”.' })
  uid!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Trust reference number, TR and five digits; “Group ID” in GIAS.',
  })
  groupId!: string | null;

  @Field(() => String, { nullable: true, description: 'Eight characters, leading zeros kept.' })
  companiesHouseNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'UK provider reference number, 8 digits.' })
  ukprn!: string | null;
}
