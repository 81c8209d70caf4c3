import { ArrayMaxSize, ArrayUnique, IsOptional, IsUUID, Matches, MaxLength } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

const staffGroupsDescription = 'Codes of staff groups whose staff it is for.';
const roleCodesDescription = 'Role codes of the school workforce census whose holders it is for.';
const schoolIdsDescription = 'Schools at which one has the post.';
const subjectCodesDescription = 'Census codes of subjects of which the post has one.';
const contractTypesDescription = 'Census codes of contract types of which the post’s has one.';
const credentialKindsDescription =
  'Codes of statuses and qualifications of which one has one, such as `QTS`, `HLTA` or `NPQSL`.';
const reasonDescription = 'Why it is not for all staff, for everybody to read.';

@ObjectType({
  simpleResolvers: true,
  description:
    'Whom an opportunity is for, as its author said it: those with a post now that is in any of the groups or has any of the roles, and that fits each of the other lists. A list that is empty asks for nothing; all staff of the trust where all are. Shown to everybody; it bars nobody from applying.',
})
export class Audience {
  @Field(() => Int, { description: 'Version of the rule in which this is written; now 2.' })
  version!: number;

  @Field(() => [String], { description: staffGroupsDescription })
  staffGroups!: readonly string[];

  @Field(() => [String], { description: roleCodesDescription })
  roleCodes!: readonly string[];

  @Field(() => [ID], { description: schoolIdsDescription })
  schoolIds!: readonly string[];

  @Field(() => [String], { description: subjectCodesDescription })
  subjectCodes!: readonly string[];

  @Field(() => [String], { description: contractTypesDescription })
  contractTypes!: readonly string[];

  @Field(() => [String], { description: credentialKindsDescription })
  credentialKinds!: readonly string[];

  @Field(() => String, { nullable: true, description: `${reasonDescription} None for all staff.` })
  reason!: string | null;
}

const code = { each: true, message: 'each code has 1 to 40 capitals, digits and underscores' };

@InputType({ description: 'Whom an opportunity is for. All staff, when no list is given.' })
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

  @IsOptional()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsUUID('all', { each: true, message: 'each of schoolIds is the id of a school' })
  @Field(() => [ID], { nullable: true, description: `${schoolIdsDescription} At most 200.` })
  schoolIds?: string[] | null;

  @IsOptional()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @Matches(/^[A-Z0-9_]{1,40}$/, code)
  @Field(() => [String], { nullable: true, description: `${subjectCodesDescription} At most 100.` })
  subjectCodes?: string[] | null;

  @IsOptional()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(/^[A-Z0-9_]{1,40}$/, code)
  @Field(() => [String], { nullable: true, description: `${contractTypesDescription} At most 20.` })
  contractTypes?: string[] | null;

  @IsOptional()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(/^[A-Z0-9_]{1,40}$/, code)
  @Field(() => [String], {
    nullable: true,
    description: `${credentialKindsDescription} At most 20.`,
  })
  credentialKinds?: string[] | null;

  @IsOptional()
  @MaxLength(1_000, { message: 'reason has at most 1000 characters' })
  @Matches(/\S/, { message: 'reason is not blank' })
  @Field(() => String, {
    nullable: true,
    description: `${reasonDescription} At most 1,000 characters; published, every list needs it.`,
  })
  reason?: string | null;
}

/** @returns the rule to keep. */
export function audienceOf(input: AudienceInput | null | undefined): Audience {
  return {
    version: 2,
    staffGroups: input?.staffGroups ?? [],
    roleCodes: input?.roleCodes ?? [],
    schoolIds: input?.schoolIds ?? [],
    subjectCodes: input?.subjectCodes ?? [],
    contractTypes: input?.contractTypes ?? [],
    credentialKinds: input?.credentialKinds ?? [],
    reason: input?.reason ?? null,
  };
}

/** @returns the same, to be given once more. */
export function asGiven(audience: Audience): AudienceInput {
  const { staffGroups, roleCodes, schoolIds, subjectCodes, contractTypes } = audience;
  const { credentialKinds, reason } = audience;
  return {
    ...{ staffGroups: [...staffGroups], roleCodes: [...roleCodes], schoolIds: [...schoolIds] },
    ...{ subjectCodes: [...subjectCodes], contractTypes: [...contractTypes] },
    ...{ credentialKinds: [...credentialKinds], reason },
  };
}

/** @returns whether the audience leaves somebody out without saying why. */
export function narrowsWithoutReason(audience: Audience): boolean {
  const { staffGroups, roleCodes, schoolIds, subjectCodes, contractTypes } = audience;
  const { credentialKinds, reason } = audience;
  const lists = [
    ...[staffGroups, roleCodes, schoolIds, subjectCodes, contractTypes, credentialKinds],
  ];
  return reason === null && lists.some((list) => list.length > 0);
}
