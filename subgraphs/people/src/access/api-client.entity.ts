import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `api_client`. Revoked, never deleted. */
@Entity('api_client')
export class ApiClientEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  /** The public part of its key. */
  @Column('text') keyId!: string;
  /** SHA-256 of the secret part, hexadecimal; the secret itself is nowhere. */
  @Column('text') secretHash!: string;
  @Column('text', { array: true }) scopes!: string[];
  /** For which it answers; empty when it answers for all. */
  @Column('uuid', { array: true }) schoolIds!: string[];
  /** Schools that join the trust later included. */
  @Column('boolean') allSchools!: boolean;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;
}
