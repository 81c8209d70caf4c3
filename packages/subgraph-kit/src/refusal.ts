import 'reflect-metadata';
import { Field, InterfaceType } from 'type-graphql';

/** A "no" that a person can act on: a member of a mutation's result union, never an error. */
@InterfaceType({ description: 'A "no" that a person can act on, with what helps.' })
export abstract class Refusal {
  @Field(() => String, { description: 'Why not, in a sentence for the person who asked.' })
  readonly message: string;

  protected constructor(message: string) {
    this.message = message;
  }
}
