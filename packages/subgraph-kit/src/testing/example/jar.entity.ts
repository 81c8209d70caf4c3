import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Jar, Shelf } from './jar.types.ts';

/** A row of `shelf`. */
@Entity('shelf')
export class ShelfEntity implements Shelf {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
}

/** A row of `jar`. */
@Entity('jar')
export class JarEntity implements Jar {
  @PrimaryColumn('uuid') trustId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') shelfId!: string;
  @Column('text') label!: string;
  @Column('int') sweets!: number;
  @Column('date') filledOn!: string;
}
