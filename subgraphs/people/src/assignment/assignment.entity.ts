import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `assignment`. Ended, never deleted. */
@Entity('assignment')
export class AssignmentEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('uuid') contractId!: string;
  @Column('uuid') schoolId!: string;
  /** Census codes, the main role first. */
  @Column('text', { array: true }) roleCodes!: string[];
  /** Of the main role. */
  @Column('text') staffGroup!: string;
  /** Of all roles. */
  @Column('text', { array: true }) staffGroups!: string[];
  @Column('text', { array: true }) subjectCodes!: string[];
  @Column('numeric', { precision: 3, scale: 2 }) fte!: number;
  @Column('date') startsOn!: string;
  /** First day on which it no longer runs. */
  @Column('date', { nullable: true }) endsOn!: string | null;
  @Column('boolean') isPrimary!: boolean;
  /** The source's own id, under its contract. */
  @Column('text', { nullable: true }) externalId!: string | null;
  @Column('text', { nullable: true }) jobTitle!: string | null;
  @Column('numeric', { precision: 5, scale: 2, nullable: true }) hoursPerWeek!: number | null;
  @Column('numeric', { precision: 4, scale: 2, nullable: true }) weeksPerYear!: number | null;
}
