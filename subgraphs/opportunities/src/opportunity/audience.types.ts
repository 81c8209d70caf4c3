import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, Matches } from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';

/** Stands for all staff of the trust, whatever they do and wherever they work. */
export const allStaff = 'ALL_STAFF';

const staffGroupsDescription =
  'Codes of staff groups; `ALL_STAFF`, alone, for all staff of the trust.';

@ObjectType({
  simpleResolvers: true,
  description: 'Whom an opportunity is for, as its author said it.',
})
export class Audience {
  @Field(() => Int, { description: 'Version of the rule in which this is written; now 1.' })
  version!: number;

  @Field(() => [String], { description: staffGroupsDescription })
  staffGroups!: string[];
}

@InputType({ description: 'Whom an opportunity is for. All staff, unless it says otherwise.' })
export class AudienceInput {
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(/^[A-Z][A-Z_]{1,39}$/, {
    each: true,
    message: 'each of staffGroups is a code of 2 to 40 capitals and underscores',
  })
  @Field(() => [String], { nullable: true, description: staffGroupsDescription })
  staffGroups?: string[] | null;
}

/** @returns the rule to keep; `ALL_STAFF` among others already says all of it. */
export function audienceOf(input: AudienceInput | null | undefined): Audience {
  const staffGroups = input?.staffGroups ?? [allStaff];
  return { version: 1, staffGroups: staffGroups.includes(allStaff) ? [allStaff] : staffGroups };
}
