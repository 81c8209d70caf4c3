import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';

/** What happened to an opportunity. */
export enum HistoryKind {
  WRITTEN = 'WRITTEN',
  EDITED = 'EDITED',
  MOVED = 'MOVED',
  AMENDED = 'AMENDED',
  CORRECTED = 'CORRECTED',
  TOLD_OTHERWISE = 'TOLD_OTHERWISE',
  REDEPLOYED = 'REDEPLOYED',
}

registerEnumType(HistoryKind, {
  name: 'HistoryKind',
  description: 'What happened to an opportunity.',
  valuesConfig: {
    WRITTEN: { description: 'Its draft was written, or it was brought in from elsewhere.' },
    EDITED: { description: 'A draft was changed.' },
    MOVED: { description: 'It went from one state to another.' },
    AMENDED: { description: 'It was changed so that it matters: everybody is told anew.' },
    CORRECTED: { description: 'It was changed otherwise after it had been published.' },
    TOLD_OTHERWISE: { description: 'Somebody was told of it otherwise than by a notice.' },
    REDEPLOYED: { description: 'Somebody whose post ends was given it.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'What an opportunity said before a change.' })
export class HistoryChange {
  @Field(() => String, { description: 'The field that changed, as its column is named.' })
  field!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it was before: text as it stood, lists and terms as JSON.',
  })
  was!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Something that happened to an opportunity. Never changed, never taken away.',
})
export class HistoryEntry {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => HistoryKind, { description: 'What.' })
  kind!: HistoryKind;

  @Field(() => Date, { description: 'When.' })
  madeAt!: Date;

  @Field(() => OpportunityState, { description: 'Where the opportunity stood then.' })
  state!: OpportunityState;

  @Field(() => [HistoryChange], { description: 'What changed, by name of the field.' })
  changes!: readonly HistoryChange[];
}

export const HistoryConnection = connectionOf(HistoryEntry, 'OpportunityHistory');
