import { ArrayMaxSize, ArrayUnique, IsOptional, Matches } from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';

const staffGroupsDescription = 'Codes of staff groups whose staff it is for.';
const roleCodesDescription = 'Role codes of the school workforce census whose holders it is for.';

@ObjectType({
  simpleResolvers: true,
  description:
    'Whom an opportunity is for, as its author said it: those of any of the groups or roles, and all staff of the trust where both lists are empty. Shown to everybody; it bars nobody.',
})
export class Audience {
  @Field(() => Int, { description: 'Version of the rule in which this is written; now 1.' })
  version!: number;

  @Field(() => [String], { description: staffGroupsDescription })
  staffGroups!: readonly string[];

  @Field(() => [String], { description: roleCodesDescription })
  roleCodes!: readonly string[];
}

const code = { each: true, message: 'each code has 1 to 40 capitals, digits and underscores' };

@InputType({ description: 'Whom an opportunity is for. All staff, when neither list is given.' })
export class AudienceInput {
  @IsOptional()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(/^[A-Z0-9_]{1,40}$/, code)
  @Field(() => [String], { nullable: true, description: `${staffGroupsDescription} At most 20.` })
  staffGroups?: string[] | null;

  @IsOptional()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @Matches(/^[A-Z0-9_]{1,40}$/, code)
  @Field(() => [String], { nullable: true, description: `${roleCodesDescription} At most 100.` })
  roleCodes?: string[] | null;
}

/** @returns the rule to keep. */
export function audienceOf(input: AudienceInput | null | undefined): Audience {
  return {
    version: 1,
    staffGroups: input?.staffGroups ?? [],
    roleCodes: input?.roleCodes ?? [],
  };
}
