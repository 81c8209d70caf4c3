import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Person } from './person.types.ts';

/** A row of `person`. Where somebody works is in their assignments, never here. */
@Entity('person')
export class PersonEntity implements Omit<Person, 'name'> {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') givenName!: string;
  @Column('text') familyName!: string;
  @Column('text', { nullable: true }) preferredName!: string | null;
  /** Family name, tab, given name; folded. */
  @Column('text') sortName!: string;
  /** Given name, tab, family name; folded. */
  @Column('text') sortGivenName!: string;
  /** All names and the e-mail address; folded. */
  @Column('text') searchText!: string;
  @Column('text', { nullable: true }) workEmail!: string | null;
  @Column('text', { nullable: true }) trn!: string | null;
}
