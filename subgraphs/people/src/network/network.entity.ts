import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `network`. */
@Entity('network')
export class NetworkEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') sortName!: string;
  @Column('text') purpose!: string;
  /** Name and purpose; folded. */
  @Column('text') searchText!: string;
  /** Census subject code; null for a network around a job. */
  @Column('text', { nullable: true }) subjectCode!: string | null;
  /** No longer written: see `network_term`. */
  @Column('uuid', { nullable: true }) leadMembershipId!: string | null;
  /** One of `NetworkJoining`. */
  @Column('text') joining!: string;
  @Column('int') version!: number;
}
