import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProgrammeKind } from './programme-kind.types.ts';
import type { Programme } from './programme.types.ts';

/** A row of `programme`: one code as it was offered in its dates. Closed, never deleted. */
@Entity('programme')
export class ProgrammeEntity implements Omit<Programme, 'isOwn'> {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('text') kind!: ProgrammeKind;
  @Column('text', { array: true }) staffGroups!: string[];
  @Column('int', { nullable: true }) level!: number | null;
  @Column('int') typicalMonths!: number;
  @Column('text', { nullable: true }) description!: string | null;
  /** Half-open: runs from this day … */
  @Column('date') validFrom!: string;
  /** … and on this one no longer. */
  @Column('date', { nullable: true }) validTo!: string | null;
  @Column('text') source!: string;
  @Column('text', { nullable: true }) provider!: string | null;
  @Column('int', { nullable: true }) costPence!: number | null;
  @Column('text', { array: true, nullable: true }) entryNeeds!: string[] | null;
  @Column('text', { nullable: true }) completionEvidence!: string | null;
  /** Whose own it is; null where it is for all. */
  @Column('uuid', { nullable: true }) ownOfTrustId!: string | null;
  /** The release of the catalogue that last wrote the row. */
  @Column('date') releasedOn!: string;
}
