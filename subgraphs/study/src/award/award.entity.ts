import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Award, AwardStatus } from './award.types.ts';

type ActorKind = Viewer['actor']['kind'];

/** A row of `award`. Its state changes, it is never deleted; who, what and how much stay. */
@Entity('award')
export class AwardEntity implements Award {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  /** Of its first funding line that a fund pays, in its academic year; null where no fund pays. */
  @Column('uuid', { nullable: true }) fundId!: string | null;
  /** Owned by the people subgraph, so not foreign keys. */
  @Column('uuid') personId!: string;
  @Column('uuid') schoolId!: string;
  /** The programme as it was offered on the day. */
  @Column('uuid') programmeId!: string;
  @Column('text') programmeCode!: string;
  @Column('int') academicYear!: number;
  @Column('int') amountPence!: number;
  @Column('date') awardedOn!: string;
  @Column('text') awardedByKind!: ActorKind;
  @Column('text') awardedById!: string;
  @Column('text') status!: AwardStatus;
  /** What the person agrees to; null where nothing has to be agreed. */
  @Column('uuid', { nullable: true }) agreementId!: string | null;
  @Column('date', { nullable: true }) acceptBefore!: string | null;
  @Column('timestamptz', { nullable: true }) acceptedAt!: Date | null;
  @Column('date', { nullable: true }) deferredOn!: string | null;
  @Column('date', { nullable: true }) deferredUntil!: string | null;
  @Column('text', { nullable: true }) deferralCode!: string | null;
  @Column('date', { nullable: true }) completedOn!: string | null;
  @Column('text', { nullable: true }) completionEvidence!: string | null;
  @Column('text', { nullable: true }) withdrawalCode!: string | null;
  @Column('date', { nullable: true }) withdrawnOn!: string | null;
  @Column('text', { nullable: true }) withdrawnReason!: string | null;
  @Column('text', { nullable: true }) withdrawnByKind!: ActorKind | null;
  @Column('text', { nullable: true }) withdrawnById!: string | null;
  @Column('int') version!: number;
}
