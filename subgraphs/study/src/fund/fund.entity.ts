import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Fund } from './fund.types.ts';

/** A row of `fund`. */
@Entity('fund')
export class FundEntity implements Fund {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('int') academicYear!: number;
  @Column('int') amountPence!: number;
  /** Sum of the awards that stand; a trigger on `award` writes it, and nothing else does. */
  @Column({ type: 'bigint', update: false, default: 0 }) committedPence!: number;

  get remainingPence(): number {
    return this.amountPence - this.committedPence;
  }
}
