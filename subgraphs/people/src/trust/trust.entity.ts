import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Trust } from './trust.types.ts';

/** A row of `trust`. */
@Entity('trust')
export class TrustEntity implements Trust {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') uid!: string;
  @Column('text', { nullable: true }) groupId!: string | null;
  @Column('text', { nullable: true }) companiesHouseNumber!: string | null;
  @Column('text', { nullable: true }) ukprn!: string | null;
}
