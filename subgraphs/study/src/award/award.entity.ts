import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Award } from './award.types.ts';

type ActorKind = Viewer['actor']['kind'];

/** A row of `award`. Withdrawn, never deleted; only withdrawing changes it. */
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
  @Column('date', { nullable: true }) withdrawnOn!: string | null;
  @Column('text', { nullable: true }) withdrawnReason!: string | null;
  @Column('text', { nullable: true }) withdrawnByKind!: ActorKind | null;
  @Column('text', { nullable: true }) withdrawnById!: string | null;
  @Column('int') version!: number;
}
