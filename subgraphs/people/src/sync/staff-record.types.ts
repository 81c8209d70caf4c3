import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';

export enum StaffRecordStatus {
  ACTIVE = 'ACTIVE',
  ENDED = 'ENDED',
  DELETED = 'DELETED',
  RESTORED = 'RESTORED',
}
registerEnumType(StaffRecordStatus, {
  name: 'StaffRecordStatus',
  description: 'What the source says of a record as a whole.',
  valuesConfig: {
    ACTIVE: { description: 'It stands as told.' },
    ENDED: { description: 'The person leaves, or left, on `leftOn`.' },
    DELETED: { description: 'The source took it out; its posts end on the day of the statement.' },
    RESTORED: {
      description: 'It was ended or taken out by mistake: what that changed is put back.',
    },
  },
});

const dayText = 'ISO `2026-09-01`, or `01/09/2026`.';

@InputType({ description: 'A post at one school, whole: what is not told, it does not have.' })
export class StaffAssignmentInput {
  @Field(() => String, { description: 'The source’s own id, unique in the contract; up to 100.' })
  externalId!: string;

  @Field(() => ID, { nullable: true, description: 'Where; the school of the sync if not told.' })
  schoolId?: string | null;

  @Field(() => String, { nullable: true, description: 'Where, by URN, instead of `schoolId`.' })
  urn?: string | null;

  @Field(() => [String], {
    description:
      'Census roles (CS050) such as `TCHR`, the main one first, 1 to 20. A code that we do not know is kept and counts as other school support.',
  })
  roleCodes!: string[];

  @Field(() => String, { nullable: true, description: 'As the school calls it; up to 200.' })
  jobTitle?: string | null;

  @Field(() => [String], { nullable: true, description: 'Census subjects that are taught.' })
  subjectCodes?: string[] | null;

  @Field(() => Float, { description: 'Share of full time, more than 0, at most 1; kept to 0.01.' })
  fte!: number;

  @Field(() => Float, { nullable: true, description: 'Hours in a working week, up to 168.' })
  hoursPerWeek?: number | null;

  @Field(() => Float, { nullable: true, description: 'Weeks worked in a year, up to 53.' })
  weeksPerYear?: number | null;

  @Field(() => String, {
    nullable: true,
    description: `First day; the contract’s if not told. ${dayText}`,
  })
  firstDay?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `Last day, worked; the contract’s if not told. ${dayText}`,
  })
  lastDay?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The main post. If none of the record is, it is the one with the largest FTE.',
  })
  isPrimary?: boolean | null;
}

@InputType({ description: 'An employment, whole: what is not told, it does not have.' })
export class StaffContractInput {
  @Field(() => String, { description: 'The source’s own id, unique in the record; up to 100.' })
  externalId!: string;

  @Field(() => String, { nullable: true, description: 'Census contract type, such as `PRM`.' })
  type?: string | null;

  @Field(() => String, { nullable: true, description: 'As payroll has it; up to 100.' })
  payrollNumber?: string | null;

  @Field(() => String, { description: `First day. ${dayText}` })
  firstDay!: string;

  @Field(() => String, {
    nullable: true,
    description: `Of a fixed term: the last day as it is planned. It ends nothing. ${dayText}`,
  })
  expectedLastDay?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `Last day of employment, worked; none while no end is known. ${dayText}`,
  })
  lastDay?: string | null;

  @Field(() => String, { nullable: true, description: 'Census code: where they came from.' })
  origin?: string | null;

  @Field(() => String, { nullable: true, description: 'Census code: where they went.' })
  destination?: string | null;

  @Field(() => String, { nullable: true, description: 'Why they left, in the source’s code.' })
  leavingReason?: string | null;

  @Field(() => [StaffAssignmentInput], { description: 'All posts under it, up to 50.' })
  assignments!: StaffAssignmentInput[];
}

@InputType({ description: 'A time away from work.' })
export class StaffLeaveInput {
  @Field(() => String, { description: 'The source’s own id, unique in the record.' })
  externalId!: string;

  @Field(() => String, { description: 'Census absence category, such as `MAT` or `SEC`.' })
  kind!: string;

  @Field(() => String, { description: `First day. ${dayText}` })
  firstDay!: string;

  @Field(() => String, { nullable: true, description: `Last day; none if open. ${dayText}` })
  lastDay?: string | null;
}

@InputType({ description: 'A status or qualification that somebody holds.' })
export class StaffQualificationInput {
  @Field(() => String, { description: 'The source’s own id, unique in the record.' })
  externalId!: string;

  @Field(() => String, { description: '`QTS`, `HLTA`, `NPQH` and the like, or free text.' })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'As the certificate calls it.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'Census subject code.' })
  subjectCode?: string | null;

  @Field(() => String, { nullable: true, description: `Since when. ${dayText}` })
  awardedOn?: string | null;

  @Field(() => String, { nullable: true, description: `Until when, this day included. ${dayText}` })
  expiresOn?: string | null;
}

@InputType({
  description:
    'What somebody answered about equality. Kept apart from everything else; this API never shows it.',
})
export class StaffEqualityInput {
  @Field(() => String, { nullable: true, description: 'Code of the scheme.' })
  ethnicity?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the scheme.' })
  sex?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the scheme.' })
  disability?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the scheme.' })
  religion?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the scheme.' })
  orientation?: string | null;

  @Field(() => String, { defaultValue: 'CBDS', description: 'Whose codes these are.' })
  scheme!: string;
}

@InputType({
  description:
    'A member of staff as one source knows them. Of the person’s own fields, what is null is not told and stays, and empty text takes it away.',
})
export class StaffRecordInput {
  @Field(() => String, {
    description: 'The source’s own id of the person, unique there and never used again; up to 100.',
  })
  externalId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Its number in the client’s file, for messages; the place in the chunk if not told.',
  })
  row?: number | null;

  @Field(() => StaffRecordStatus, {
    defaultValue: StaffRecordStatus.ACTIVE,
    description: 'Whether it stands, ended, was taken out or is back.',
  })
  status!: StaffRecordStatus;

  @Field(() => Date, {
    nullable: true,
    description:
      'When the source last changed it; the sync’s `asOf` if not told. What is older than what we hold changes nothing.',
  })
  updatedAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: `With \`ENDED\`: the last day of employment, worked. ${dayText}`,
  })
  leftOn?: string | null;

  @Field(() => String, { nullable: true, description: 'As in the employment record; up to 100.' })
  givenName?: string | null;

  @Field(() => String, { nullable: true, description: 'As in the employment record; up to 100.' })
  familyName?: string | null;

  @Field(() => String, { nullable: true, description: 'What they go by instead; up to 100.' })
  preferredName?: string | null;

  @Field(() => String, { nullable: true, description: 'Only to suggest matches; never shown.' })
  formerFamilyName?: string | null;

  @Field(() => String, { nullable: true, description: 'Work mailbox, if they have one.' })
  workEmail?: string | null;

  @Field(() => String, { nullable: true, description: 'Teacher reference number: seven digits.' })
  trn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `Only to suggest matches; never shown. ${dayText}`,
  })
  birthDate?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The line manager’s `externalId` in the same source. They may come in a later chunk.',
  })
  lineManagerExternalId?: string | null;

  @Field(() => [StaffContractInput], {
    nullable: true,
    description: 'All employments, up to 50: one that is not among them ends. Null: they stay.',
  })
  contracts?: StaffContractInput[] | null;

  @Field(() => [StaffLeaveInput], { nullable: true, description: 'All times away. Null: stay.' })
  leave?: StaffLeaveInput[] | null;

  @Field(() => [StaffQualificationInput], { nullable: true, description: 'All. Null: they stay.' })
  qualifications?: StaffQualificationInput[] | null;

  @Field(() => StaffEqualityInput, { nullable: true, description: 'Answers. Null: they stay.' })
  equality?: StaffEqualityInput | null;
}
