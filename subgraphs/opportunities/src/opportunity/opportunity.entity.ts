import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Audience } from './audience.types.ts';
import type { OpportunityKind } from './opportunity-kind.types.ts';
import type { OpportunityState } from './opportunity-state.types.ts';
import type { Terms } from './terms.types.ts';

/** A row of `opportunity`. Withdrawn, never deleted. */
@Entity('opportunity')
export class OpportunityEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: OpportunityKind;
  @Column('text') title!: string;
  @Column('text', { nullable: true }) summary!: string | null;
  /** Owned by the people subgraph, so not a foreign key. */
  @Column('uuid', { nullable: true }) hostSchoolId!: string | null;
  /** Owned by the people subgraph, so not a foreign key. */
  @Column('uuid', { nullable: true }) networkId!: string | null;
  @Column('jsonb') audience!: Audience;
  @Column('jsonb') terms!: Terms;
  @Column('date', { nullable: true }) opensOn!: string | null;
  /** The last day, itself included. */
  @Column('date', { nullable: true }) closesOn!: string | null;
  /** As last set; that the closing day is over shows in what is read, not here. */
  @Column('text') state!: OpportunityState;
  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;
  /** Its author; null where an API key wrote it. */
  @Column('uuid', { nullable: true }) createdById!: string | null;
  /** Why a post is filled at once; only of the kind ACTING, as the two that follow. */
  @Column('text', { nullable: true }) actingReason!: string | null;
  @Column('uuid', { nullable: true }) actingApprovedById!: string | null;
  /** First day on which nobody acts any more. */
  @Column('date', { nullable: true }) actingEndsOn!: string | null;
  /** The newest version that everybody is told of; 0 before it is published. */
  @Column('int', { default: 0 }) toldVersion!: number;
  @Column('int') version!: number;
}
