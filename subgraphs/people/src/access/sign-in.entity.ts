import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `sign_in`: as whom a subject of an identity provider signs in. */
@Entity('sign_in')
export class SignInEntity {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('text') issuer!: string;
  @PrimaryColumn('text') subject!: string;
  @Column('uuid') personId!: string;
}
