import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `credential`. */
@Entity('credential')
export class CredentialEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  /** The record of staff that tells of it. */
  @Column('uuid') sourceRecordId!: string;
  /** Names it within the record. */
  @Column('text') externalId!: string;
  /** Such as `QTS`. */
  @Column('text') kindCode!: string;
  @Column('text', { nullable: true }) title!: string | null;
  /** Census subject code. */
  @Column('text', { nullable: true }) subjectCode!: string | null;
  @Column('date', { nullable: true }) awardedOn!: string | null;
  /** First day on which it no longer holds. */
  @Column('date', { nullable: true }) expiresOn!: string | null;
}
