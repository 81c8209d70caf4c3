import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FundingRoute, StepNeed } from '../pathway/pathway.types.ts';
import { RoleProfile } from '../role-profile/role-profile.types.ts';
import { NeedWays } from './closing.types.ts';

export enum NeedAnswer {
  MET = 'MET',
  MISSING = 'MISSING',
  NOT_KNOWN = 'NOT_KNOWN',
}
registerEnumType(NeedAnswer, {
  name: 'NeedAnswer',
  description: 'Whether somebody has what a step needs.',
  valuesConfig: {
    MET: { description: 'They have it, as far as our records say.' },
    MISSING: { description: 'Our records do not have it, or no longer.' },
    NOT_KNOWN: {
      description:
        'The records that this is compared with do not say: look at `Person.placements`.',
    },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A need of a step beside what somebody has.' })
export class ComparedNeed {
  @Field(() => StepNeed, { description: 'What the step needs.' })
  need!: StepNeed;

  @Field(() => NeedAnswer, { description: 'Whether they have it.' })
  answer!: NeedAnswer;

  @Field(() => String, { description: 'Why it is so, in words.' })
  reason!: string;

  @Field(() => NeedWays, {
    nullable: true,
    description: 'Where they could get it; null where they have it.',
  })
  ways!: NeedWays | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A step of a pathway that begins where somebody is, and how far they are. Advice, never a condition of applying for anything.',
})
export class NextStep {
  @Field(() => String, { description: 'Code of the pathway that it is part of.' })
  pathwayCode!: string;

  @Field(() => RoleProfile, { description: 'Where they are.' })
  from!: RoleProfile;

  @Field(() => RoleProfile, { description: 'Where it leads.' })
  to!: RoleProfile;

  @Field(() => Int, { description: 'How long it usually takes, in months, from nothing.' })
  typicalMonths!: number;

  @Field(() => [FundingRoute], { description: 'Who usually pays.' })
  fundingRoutes!: FundingRoute[];

  @Directive('@listSize(assumedSize: 4)')
  @Field(() => [ComparedNeed], { description: 'All that it needs, in the order of the pathway.' })
  needs!: ComparedNeed[];

  @Field(() => Int, { description: 'How many of the needs are missing.' })
  missingCount!: number;

  @Field(() => String, { description: 'Who says what it needs: bodies and documents by name.' })
  source!: string;
}

/** Days from one to another: on `endsOn` it no longer runs; null while there is no end. */
export interface Stretch {
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** What our records say of somebody, as far as steps ask for it. */
export interface CareerFacts {
  readonly personId: string;
  readonly posts: readonly (Stretch & { readonly roleCodes: readonly string[] })[];
  readonly credentials: readonly HeldCredential[];
  /** When they were the line manager of whom. */
  readonly managed: readonly Stretch[];
  /** Names of the networks to which they belong today. */
  readonly networks: readonly string[];
}

export interface HeldCredential {
  readonly kindCode: string;
  /** Null when not known. */
  readonly awardedOn: string | null;
  /** First day on which it no longer holds; null when it does not expire. */
  readonly expiresOn: string | null;
}
