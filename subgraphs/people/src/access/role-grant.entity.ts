import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `role_grant`. Ended, never deleted. */
@Entity('role_grant')
export class RoleGrantEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  /** One of `roleNames`. */
  @Column('text') role!: string;
  /** Null for a role over the whole trust. */
  @Column('uuid', { nullable: true }) schoolId!: string | null;
  @Column('date') startsOn!: string;
  /** First day on which it no longer holds. */
  @Column('date', { nullable: true }) endsOn!: string | null;
}
