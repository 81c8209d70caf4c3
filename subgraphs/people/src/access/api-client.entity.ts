import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ApiClient } from './api-client.types.ts';

/** A row of `api_client`. Revoked, never deleted. */
@Entity('api_client')
export class ApiClientEntity implements ApiClient {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  /** The public part of its key. */
  @Column('text') keyId!: string;
  /** SHA-256 of the secret part, hexadecimal; the secret itself is nowhere. */
  @Column('text') secretHash!: string;
  /** Of the secret before, which is good until `oldSecretUntil`. */
  @Column('text', { nullable: true }) oldSecretHash!: string | null;
  @Column('timestamptz', { nullable: true }) oldSecretUntil!: Date | null;
  @Column('text', { array: true }) scopes!: string[];
  /** For which it answers; empty when it answers for all. */
  @Column('uuid', { array: true }) schoolIds!: string[];
  /** Schools that join the trust later included. */
  @Column('boolean') allSchools!: boolean;
  /** In points; null for what every caller has. */
  @Column('int', { nullable: true }) hourlyCost!: number | null;
  /** Whether it may send no operation of its own making. */
  @Column('boolean') trustedDocumentsOnly!: boolean;
  @Column('timestamptz') createdAt!: Date;
  @Column('text') createdByKind!: 'PERSON' | 'API_KEY' | 'JOB';
  /** Of a person or a client, or the name of a job. */
  @Column('text') createdById!: string;
  /** To the minute. */
  @Column('timestamptz', { nullable: true }) lastUsedAt!: Date | null;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;
}
