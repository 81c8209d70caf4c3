import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What helps people to get ready. */
export enum PreparationKind {
  INFORMATION_SESSION = 'INFORMATION_SESSION',
  TASTER = 'TASTER',
  MENTOR = 'MENTOR',
  SAMPLE_APPLICATION = 'SAMPLE_APPLICATION',
  CV_HELP = 'CV_HELP',
}

registerEnumType(PreparationKind, {
  name: 'PreparationKind',
  description: 'What helps people to get ready for an opportunity.',
  valuesConfig: {
    INFORMATION_SESSION: { description: 'Somebody tells what it is like and answers questions.' },
    TASTER: { description: 'A day, or less, of doing it.' },
    MENTOR: { description: 'Somebody who does it already, to talk to.' },
    SAMPLE_APPLICATION: { description: 'What a good application looks like.' },
    CV_HELP: { description: 'Somebody who reads what one has written, before it is handed in.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'Help to get ready for an opportunity. Everybody whom the opportunity is for can take it, without anybody’s consent; it counts for nothing when people are chosen.',
})
export class PreparationOffer {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => PreparationKind, { description: 'What it is.' })
  kind!: PreparationKind;

  @Field(() => String, { description: 'Its name.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'What to expect and to bring; or the text.' })
  details!: string | null;

  @Field(() => String, { nullable: true, description: 'Where, or the address of a call.' })
  venue!: string | null;

  @Field(() => Date, { nullable: true, description: 'When it begins; null when that is agreed.' })
  startsAt!: Date | null;

  @Field(() => Int, { nullable: true, description: 'Room, in people; null when for everybody.' })
  places!: number | null;

  @Field(() => Int, { description: 'How many places are taken.' })
  taken!: number;

  @Field(() => Date, { nullable: true, description: 'When it was cancelled.' })
  cancelledAt!: Date | null;

  @Field(() => Int, { description: 'Goes up with each change; give it back to change it.' })
  version!: number;
}

export const PreparationOfferConnection = connectionOf(PreparationOffer);

@ObjectType({ simpleResolvers: true, description: 'That somebody takes part.' })
export class PreparationPlace {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Date, { description: 'Since when.' })
  takenAt!: Date;
}

export const PreparationPlaceConnection = connectionOf(PreparationPlace);
