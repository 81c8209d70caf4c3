import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `school`. Codes are those of the public GIAS files. */
@Entity('school')
export class SchoolEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') sortName!: string;
  @Column('text') phaseCode!: string;
  @Column('text') typeCode!: string;
  @Column('text') statusCode!: string;
  @Column('text') localAuthorityCode!: string;
  @Column('text', { nullable: true }) establishmentNumber!: string | null;
  @Column('text', { nullable: true }) ukprn!: string | null;
  @Column('text') town!: string;
  @Column('text') postcode!: string;
  /** On the National Grid, in metres; null where the register has no place. */
  @Column('int', { nullable: true }) easting!: number | null;
  @Column('int', { nullable: true }) northing!: number | null;
  /** Name, town and postcode; folded. */
  @Column('text') searchText!: string;
  @Column('date', { nullable: true }) openedOn!: string | null;
  @Column('date', { nullable: true }) closedOn!: string | null;
  @Column('date', { nullable: true }) joinedOn!: string | null;
}
