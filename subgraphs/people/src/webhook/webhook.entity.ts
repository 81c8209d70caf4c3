import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Webhook, WebhookState } from './webhook.types.ts';

/** A row of `webhook`. Disabled, never deleted. */
@Entity('webhook')
export class WebhookEntity implements Webhook {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') url!: string;
  @Column('text') description!: string;
  @Column('text', { array: true }) eventTypes!: string[];
  @Column('boolean') allSchools!: boolean;
  /** Of whose people it is told; empty when of all. */
  @Column('uuid', { array: true }) schoolIds!: string[];
  @Column('text') publicKey!: string;
  /** The private key, encrypted for this endpoint. */
  @Column('bytea') sealedKey!: Buffer;
  @Column('text', { nullable: true }) oldPublicKey!: string | null;
  @Column('bytea', { nullable: true }) oldSealedKey!: Buffer | null;
  @Column('timestamptz', { nullable: true }) oldKeyUntil!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('text') createdByKind!: 'PERSON' | 'API_KEY' | 'JOB';
  @Column('text') createdById!: string;
  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;
  @Column('text', { nullable: true }) disabledReason!: 'BY_HAND' | 'GONE' | null;

  get state(): WebhookState {
    if (this.disabledReason === null) return WebhookState.ENABLED;
    return this.disabledReason === 'GONE' ? WebhookState.GONE : WebhookState.DISABLED;
  }
}
