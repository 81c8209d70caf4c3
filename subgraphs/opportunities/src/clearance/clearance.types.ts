import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayUnique, IsOptional, Length } from 'class-validator';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { PlacementKind } from '../placement/placement-kind.types.ts';

/** A check of the single central record (Keeping Children Safe in Education, part three). */
export enum ClearanceCheck {
  IDENTITY = 'IDENTITY',
  DBS = 'DBS',
  BARRED_LIST = 'BARRED_LIST',
  PROHIBITION = 'PROHIBITION',
  SECTION_128 = 'SECTION_128',
  CHILDCARE_DISQUALIFICATION = 'CHILDCARE_DISQUALIFICATION',
  OVERSEAS = 'OVERSEAS',
  RIGHT_TO_WORK = 'RIGHT_TO_WORK',
  QUALIFICATIONS = 'QUALIFICATIONS',
  REFERENCES = 'REFERENCES',
}

registerEnumType(ClearanceCheck, {
  name: 'ClearanceCheck',
  description: 'A check of the single central record. Source: Keeping Children Safe in Education.',
  valuesConfig: {
    IDENTITY: { description: 'Who somebody is.' },
    DBS: { description: 'Disclosure and Barring Service, enhanced.' },
    BARRED_LIST: { description: 'Whether somebody is barred from work with children.' },
    PROHIBITION: { description: 'Whether somebody is prohibited from teaching.' },
    SECTION_128: { description: 'Whether somebody is barred from managing a school.' },
    CHILDCARE_DISQUALIFICATION: { description: 'Whether somebody is disqualified from childcare.' },
    OVERSEAS: { description: 'Further checks of whoever lived or worked abroad.' },
    RIGHT_TO_WORK: { description: 'Whether somebody may work in the United Kingdom.' },
    QUALIFICATIONS: { description: 'What the work requires.' },
    REFERENCES: { description: 'Of former employers.' },
  },
});

/** What is known of a check. */
export enum ClearanceOutcome {
  HELD = 'HELD',
  NOT_HELD = 'NOT_HELD',
  ASKED = 'ASKED',
}

registerEnumType(ClearanceOutcome, {
  name: 'ClearanceOutcome',
  description: 'What is known of a check.',
  valuesConfig: {
    HELD: { description: 'It was made, and nothing stands against the person’s coming.' },
    NOT_HELD: { description: 'It is not, or no longer, held.' },
    ASKED: { description: 'Another trust or an agency was asked for it.' },
  },
});

/** Who made a check. */
export enum ClearanceSource {
  TRUST = 'TRUST',
  OTHER_TRUST = 'OTHER_TRUST',
  AGENCY = 'AGENCY',
}

registerEnumType(ClearanceSource, {
  name: 'ClearanceSource',
  description: 'Who made a check.',
  valuesConfig: {
    TRUST: { description: 'The trust; all its schools go by it.' },
    OTHER_TRUST: { description: 'Another trust, which confirmed it in writing.' },
    AGENCY: { description: 'An agency, which confirmed it in writing.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'What is known of one check of a person: whether it is held, since when, by whom and until when. Personal data, so that schools know whom they let in; kept as long as the person’s record, read by the person, the heads of their schools and of those that expect them, and the people team.',
})
export class Clearance {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => ClearanceCheck, { description: 'Which check.' })
  check!: ClearanceCheck;

  @Field(() => ClearanceOutcome, { description: 'What is known of it.' })
  outcome!: ClearanceOutcome;

  @Field(() => ClearanceSource, { description: 'Who made it.' })
  source!: ClearanceSource;

  @Field(() => String, { nullable: true, description: 'Which other trust or agency.' })
  confirmedBy!: string | null;

  @Field(() => Day, { nullable: true, description: 'When it was made; null when only asked for.' })
  checkedOn!: string | null;

  @Field(() => Day, { nullable: true, description: 'The last day; null when it has no end.' })
  validTo!: string | null;
}

@InputType({ description: 'What is known of a check; never what it says.' })
export class RecordClearanceInput extends IdempotentInput {
  @Field(() => ID, { description: 'Whose.' })
  personId!: string;

  @Field(() => ClearanceCheck, { description: 'Which check.' })
  check!: ClearanceCheck;

  @Field(() => ClearanceOutcome, { description: 'What is known of it.' })
  outcome!: ClearanceOutcome;

  @Field(() => ClearanceSource, { description: 'Who made it, or was asked.' })
  source!: ClearanceSource;

  @IsOptional()
  @Length(1, 200, { message: 'confirmedBy has 1 to 200 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Which other trust or agency, by name; not given for the trust itself.',
  })
  confirmedBy?: string | null;

  @Field(() => Day, {
    nullable: true,
    description: 'When it was made, not later than today; not given when it is only asked for.',
  })
  checkedOn?: string | null;

  @Field(() => Day, { nullable: true, description: 'The last day; not given when it has no end.' })
  validTo?: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Which checks a trust asks for beside the least, for one kind of placement.',
})
export class ClearancePolicy {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => PlacementKind, { description: 'For which kind.' })
  kind!: PlacementKind;

  @Field(() => [ClearanceCheck], {
    description: 'Beside IDENTITY, DBS and BARRED_LIST, which are always asked for.',
  })
  checks!: ClearanceCheck[];
}

@InputType({
  description: 'Which checks are asked for. It holds for placements made from then on.',
})
export class SetClearancePolicyInput extends IdempotentInput {
  @Field(() => PlacementKind, { description: 'For which kind.' })
  kind!: PlacementKind;

  @ArrayUnique({ message: 'checks names each check once' })
  @Field(() => [ClearanceCheck], { description: 'Beside IDENTITY, DBS and BARRED_LIST.' })
  checks!: ClearanceCheck[];
}
