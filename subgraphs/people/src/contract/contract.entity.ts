import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `contract`. Ended, never deleted. */
@Entity('contract')
export class ContractEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  /** Census contract type. */
  @Column('text') typeCode!: string;
  @Column('text', { nullable: true }) payrollNumber!: string | null;
  @Column('date') startsOn!: string;
  /** First day on which it no longer runs. */
  @Column('date', { nullable: true }) endsOn!: string | null;
  /** The record of a source that alone changes it; none: no source's. */
  @Column('uuid', { nullable: true }) sourceRecordId!: string | null;
  @Column('text', { nullable: true }) externalId!: string | null;
  @Column('date', { nullable: true }) expectedEndsOn!: string | null;
  @Column('text', { nullable: true }) originCode!: string | null;
  @Column('text', { nullable: true }) destinationCode!: string | null;
  @Column('text', { nullable: true }) leavingReason!: string | null;
}
