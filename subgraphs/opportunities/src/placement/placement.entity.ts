import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PlacementKind } from './placement-kind.types.ts';

/** A row of `placement`. Never deleted. */
@Entity('placement')
export class PlacementEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  /** Null for what is booked, lent or swapped. */
  @Column('uuid', { nullable: true }) opportunityId!: string | null;
  /** Owned by the people subgraph, so not a foreign key; nor are the schools. */
  @Column('uuid') personId!: string;
  @Column('text') kind!: PlacementKind;
  @Column('uuid', { nullable: true }) homeSchoolId!: string | null;
  @Column('uuid', { nullable: true }) hostSchoolId!: string | null;
  @Column('date') startsOn!: string;
  /** First day on which it no longer runs; null when it is for good. */
  @Column('date', { nullable: true }) endsOn!: string | null;
}
