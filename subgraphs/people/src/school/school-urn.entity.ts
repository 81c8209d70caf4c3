import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SchoolUrn } from './school.types.ts';

/** A row of `school_urn`. */
@Entity('school_urn')
export class SchoolUrnEntity implements SchoolUrn {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('text') urn!: string;
  @Column('uuid') schoolId!: string;
  @Column('date', { nullable: true }) validFrom!: string | null;
  @Column('date', { nullable: true }) validTo!: string | null;
}
