import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Fund, FundSource } from './fund.types.ts';

/** A row of `fund`. Its sums are the ledger's: a trigger there writes them, and nothing else may. */
@Entity('fund')
export class FundEntity implements Fund {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('int') academicYear!: number;
  @Column('text') source!: FundSource;
  /** Whose it is, where the source is a school; owned by the people subgraph, so not a foreign key. */
  @Column('uuid', { nullable: true }) schoolId!: string | null;
  /** The day of its year-end run. */
  @Column('date', { nullable: true }) closedOn!: string | null;
  @Column({ type: 'int', insert: false, update: false }) amountPence!: number;
  @Column({ type: 'bigint', insert: false, update: false }) committedPence!: number;

  get remainingPence(): number {
    return this.amountPence - this.committedPence;
  }
}
