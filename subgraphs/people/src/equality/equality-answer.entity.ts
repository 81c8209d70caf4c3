import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `equality_answer`. The app role has no right to the table: it is never read here. */
@Entity('equality_answer')
export class EqualityAnswerEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') personId!: string;
  @PrimaryColumn('text') question!: string;
  /** Whose codes, such as `CBDS`. */
  @Column('text') scheme!: string;
  @Column('text') code!: string;
}
