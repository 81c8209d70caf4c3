import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `manager_link`. Ended, never deleted. */
@Entity('manager_link')
export class ManagerLinkEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('uuid') managerId!: string;
  @Column('date') startsOn!: string;
  /** First day on which it no longer holds. */
  @Column('date', { nullable: true }) endsOn!: string | null;
}
