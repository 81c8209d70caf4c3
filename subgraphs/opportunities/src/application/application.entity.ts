import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ApplicationState } from './application-state.types.ts';

/** A row of `application`. Withdrawn, never deleted. */
@Entity('application')
export class ApplicationEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') opportunityId!: string;
  /** Owned by the people subgraph, so not a foreign key. */
  @Column('uuid') personId!: string;
  @Column('text', { nullable: true }) statement!: string | null;
  @Column('text') state!: ApplicationState;
  @Column('timestamptz') submittedAt!: Date;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;
  @Column('int') version!: number;
}
