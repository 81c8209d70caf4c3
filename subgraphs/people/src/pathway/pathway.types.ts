import { Day } from '@trellis/subgraph-kit/scalars';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { StaffRole } from '../assignment/assignment.types.ts';
import { CredentialKind } from '../credential/credential.types.ts';
import { RoleProfile } from '../role-profile/role-profile.types.ts';

export enum NeedKind {
  CREDENTIAL = 'CREDENTIAL',
  EXPERIENCE = 'EXPERIENCE',
  PLACEMENT = 'PLACEMENT',
  NETWORK = 'NETWORK',
  LINE_MANAGEMENT = 'LINE_MANAGEMENT',
}
registerEnumType(NeedKind, {
  name: 'NeedKind',
  description: 'What sort of thing a step needs.',
  valuesConfig: {
    CREDENTIAL: { description: 'One of some statuses or qualifications, held today.' },
    EXPERIENCE: { description: 'Time in posts with one of some roles.' },
    PLACEMENT: { description: 'Work for a while elsewhere: a visit, project, swap or secondment.' },
    NETWORK: { description: 'Membership of a network of specialists.' },
    LINE_MANAGEMENT: { description: 'Time as somebody’s line manager. Only for leadership.' },
  },
});

export enum FundingRoute {
  TRUST = 'TRUST',
  LEVY = 'LEVY',
  DFE_SCHOLARSHIP = 'DFE_SCHOLARSHIP',
  SELF = 'SELF',
}
registerEnumType(FundingRoute, {
  name: 'FundingRoute',
  description: 'Who usually pays for what a step needs. Whether they do for somebody is in study.',
  valuesConfig: {
    TRUST: { description: 'The trust or a school, such as by a bursary.' },
    LEVY: { description: 'The growth and skills levy, for apprenticeships.' },
    DFE_SCHOLARSHIP: { description: 'A DfE scholarship, which not every school can have.' },
    SELF: { description: 'The person.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'One thing that a step needs.' })
export class StepNeed {
  @Field(() => NeedKind, { description: 'What sort of thing.' })
  kind!: NeedKind;

  @Field(() => String, { description: 'In plain words.' })
  text!: string;

  @Directive('@listSize(assumedSize: 2)')
  @Field(() => [CredentialKind], { description: 'Any one of these will do; only of credentials.' })
  credentials!: CredentialKind[];

  @Field(() => [StaffRole], { description: 'Time in any of these counts; only of experience.' })
  roles!: StaffRole[];

  @Field(() => Int, {
    nullable: true,
    description: 'How long, in months of a twelfth of 365 days; null where no time is asked.',
  })
  months!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'That a step is the trust’s own: added to a pathway, or instead of the step of the catalogue between the same two.',
})
export class OwnStep {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, { description: 'Sent along by whoever changes it.' })
  version!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'From one sort of work to another, as it can be taken from a day to a day.',
})
export class PathwayStep {
  @Field(() => RoleProfile, { description: 'Where it begins.' })
  from!: RoleProfile;

  @Field(() => RoleProfile, { description: 'Where it leads.' })
  to!: RoleProfile;

  @Field(() => Int, { description: 'How long it usually takes, in months.' })
  typicalMonths!: number;

  @Field(() => [FundingRoute], { description: 'Who usually pays.' })
  fundingRoutes!: FundingRoute[];

  @Directive('@listSize(assumedSize: 4)')
  @Field(() => [StepNeed], { description: 'What it needs, one by one.' })
  needs!: StepNeed[];

  @Field(() => Day, { description: 'First day on which it can be taken.' })
  validFrom!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it can no longer be taken; null while there is none.',
  })
  validTo!: string | null;

  @Field(() => String, { description: 'Who says so: bodies and documents by name.' })
  source!: string;

  @Field(() => OwnStep, {
    nullable: true,
    description: 'What the trust needs to change it, where it is the trust’s own; else null.',
  })
  own!: OwnStep | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Steps that belong together. They never lead back to where they began.',
})
export class Pathway {
  @Field(() => String, { description: 'Such as `SITE`; stays when the name changes.' })
  code!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { description: 'Whom it is for or what it is like, in a sentence.' })
  summary!: string;

  @Directive('@listSize(assumedSize: 6)')
  @Field(() => [PathwayStep], { description: 'Also those that no longer or not yet can be taken.' })
  steps!: PathwayStep[];
}
