import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `network_membership`. Ended, never deleted. */
@Entity('network_membership')
export class NetworkMembershipEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') networkId!: string;
  @Column('uuid') personId!: string;
  @Column('date') joinedOn!: string;
  /** First day on which it no longer holds. */
  @Column('date', { nullable: true }) leftOn!: string | null;
}
