import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, Length, Matches, ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import { OpportunityKind } from './opportunity-kind.types.ts';
import { OpportunityState } from './opportunity-state.types.ts';

const code = { message: 'a code has 1 to 40 capitals, digits and underscores' };

@InputType({ description: 'Which opportunities; all that is given must hold.' })
export class OpportunityFilter {
  @Field(() => [OpportunityKind], { nullable: true, description: 'Of one of these kinds.' })
  kinds?: OpportunityKind[] | null;

  @Field(() => [OpportunityState], { nullable: true, description: 'Now in one of these states.' })
  states?: OpportunityState[] | null;

  @Field(() => ID, { nullable: true, description: 'At this school.' })
  hostSchoolId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For this network.' })
  networkId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Takes applications now, or does not.' })
  isOpen?: boolean | null;

  @Field(() => Day, {
    nullable: true,
    description: 'Took or takes applications on this day; the closing day is included.',
  })
  openOn?: string | null;

  @IsOptional()
  @Length(1, 100, { message: 'text has 1 to 100 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Stands in the title or summary, capital letters or not; 1 to 100 characters.',
  })
  text?: string | null;
}

@InputType({ description: 'Which of what is open across the trust; all that is given must hold.' })
export class OpenAcrossTrustFilter {
  @Field(() => [OpportunityKind], { nullable: true, description: 'Of one of these kinds.' })
  kinds?: OpportunityKind[] | null;

  @Field(() => ID, { nullable: true, description: 'At this school.' })
  hostSchoolId?: string | null;

  @IsOptional()
  @Matches(/^[A-Z0-9_]{1,40}$/, code)
  @Field(() => String, {
    nullable: true,
    description: 'Meant for those with this census code of a subject: it names it, or no subject.',
  })
  subjectCode?: string | null;

  @IsOptional()
  @Matches(/^[A-Z0-9_]{1,40}$/, code)
  @Field(() => String, {
    nullable: true,
    description:
      'Meant for staff of the group of this code: it names it, or a role that somebody of it has, or neither groups nor roles.',
  })
  staffGroup?: string | null;

  @Field(() => Day, { nullable: true, description: 'Its closing day is before this day.' })
  closesBefore?: string | null;
}

/** In which order opportunities are listed. */
export enum OpportunityOrder {
  LATEST_OPENING = 'LATEST_OPENING',
  EARLIEST_CLOSING = 'EARLIEST_CLOSING',
}

registerEnumType(OpportunityOrder, {
  name: 'OpportunityOrder',
  description: 'In which order opportunities are listed.',
  valuesConfig: {
    LATEST_OPENING: {
      description: 'By `opensOn`, the latest first; drafts without it before all.',
    },
    EARLIEST_CLOSING: { description: 'By `closesOn`, the earliest first; drafts without it last.' },
  },
});

/** A page of opportunities: which, in which order, and what part of them. */
@ArgsType()
export class OpportunityListArgs extends ConnectionArgs {
  @ValidateNested()
  @Field(() => OpportunityFilter, {
    nullable: true,
    description: 'All that the caller may see when not given.',
  })
  filter?: OpportunityFilter | null;

  @Field(() => OpportunityOrder, {
    defaultValue: OpportunityOrder.LATEST_OPENING,
    description: 'The latest opening first when not given.',
  })
  orderBy!: OpportunityOrder;
}

/** A page of what is open across the trust. */
@ArgsType()
export class OpenAcrossTrustArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => OpenAcrossTrustFilter, { nullable: true, description: 'All when not given.' })
  filter?: OpenAcrossTrustFilter | null;
}
