import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Length, Matches } from 'class-validator';
import {
  createUnionType,
  Directive,
  Field,
  ID,
  InputType,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

export enum AllianceState {
  PROPOSED_BY_US = 'PROPOSED_BY_US',
  PROPOSED_TO_US = 'PROPOSED_TO_US',
  STANDS = 'STANDS',
  ENDED = 'ENDED',
}
registerEnumType(AllianceState, {
  name: 'AllianceState',
  description: 'How far two trusts have agreed.',
  valuesConfig: {
    PROPOSED_BY_US: { description: 'The caller’s trust wants it; the other has not answered.' },
    PROPOSED_TO_US: { description: 'The other wants it; the caller’s trust has not answered.' },
    STANDS: { description: 'Both have agreed.' },
    ENDED: { description: 'One of the two declined, withdrew or ended it, for good.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'That two trusts let their people work together. Alone it shows neither anything of the other; what it allows, such as a network with members of both, each side shares itself.',
})
export class Alliance {
  @Field(() => ID, { description: 'Opaque, the same for both trusts.' })
  id!: string;

  @Field(() => String, { description: 'GIAS number of the other trust, “Group UID”.' })
  uid!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the other trust; null while it has said nothing.',
  })
  trustName!: string | null;

  @Field(() => String, { description: 'What it is for, in the words of who proposed it.' })
  purpose!: string;

  @Field(() => AllianceState, { description: 'How far the two have agreed.' })
  state!: AllianceState;

  @Field(() => Date, { description: 'When it was proposed.' })
  proposedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Since when both had agreed.' })
  agreedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When one of the two ended it.' })
  endedAt!: Date | null;
}

@InputType({ description: 'With which trust, and what for.' })
export class ProposeAllianceInput extends IdempotentInput {
  @Matches(/^\d{1,8}$/, { message: 'uid is the number of a trust in GIAS, 1 to 8 digits' })
  @Field(() => String, { description: 'GIAS number of the other trust, “Group UID”.' })
  uid!: string;

  @Length(1, 500, { message: 'purpose has 1 to 500 characters' })
  @Field(() => String, { description: 'For both sides to read, 1 to 500 characters.' })
  purpose!: string;
}

@InputType({ description: 'Which alliance.' })
export class AllianceInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the alliance.' })
  id!: string;
}

@ObjectType({
  implements: Refusal,
  description: 'There is an alliance between the two that is proposed or stands.',
})
export class AllianceOpen extends Refusal {
  @Field(() => Alliance, {
    description: 'The one there is; agree to it if it was proposed to you.',
  })
  readonly alliance: Alliance;

  constructor(alliance: Alliance) {
    super('There already is an alliance with that trust, proposed or standing.');
    this.alliance = alliance;
  }
}

@ObjectType({ implements: Refusal, description: 'The alliance has ended, for good.' })
export class AllianceEnded extends Refusal {
  constructor() {
    super('This alliance has ended. Propose another if you both want one again.');
  }
}

const whichType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : Alliance.name;

export const ProposeAllianceResult = createUnionType({
  name: 'ProposeAllianceResult',
  description: 'The alliance as proposed, or why there is none.',
  types: () => [Alliance, AllianceOpen] as const,
  resolveType: whichType,
});

export const AgreeToAllianceResult = createUnionType({
  name: 'AgreeToAllianceResult',
  description: 'The alliance that stands, or why it does not.',
  types: () => [Alliance, AllianceEnded] as const,
  resolveType: whichType,
});

export const EndAllianceResult = createUnionType({
  name: 'EndAllianceResult',
  description: 'The alliance that has ended.',
  types: () => [Alliance] as const,
  resolveType: whichType,
});
