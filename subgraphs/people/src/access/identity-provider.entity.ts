import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IdentityProvider } from './access.types.ts';

/** A row of `identity_provider`: whose tokens are taken for the trust. */
@Entity('identity_provider')
export class IdentityProviderEntity implements IdentityProvider {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('text') issuer!: string;
  @Column('text') audience!: string;
  @Column('text') jwksUri!: string;
  @Column('text', { array: true }) algorithms!: string[];
}
