import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `leave_period`. */
@Entity('leave_period')
export class LeavePeriodEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  /** The record of staff that tells of it. */
  @Column('uuid') sourceRecordId!: string;
  /** Names it within the record. */
  @Column('text') externalId!: string;
  /** Census absence category, as the source sent it. */
  @Column('text') categoryCode!: string;
  @Column('date') startsOn!: string;
  /** First day back at work. */
  @Column('date', { nullable: true }) endsOn!: string | null;
}
