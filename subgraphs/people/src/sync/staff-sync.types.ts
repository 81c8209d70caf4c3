import { connectionOf, ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum StaffSyncMode {
  FULL = 'FULL',
  DELTA = 'DELTA',
}
registerEnumType(StaffSyncMode, {
  name: 'StaffSyncMode',
  description: 'Whether a sync tells everything that the source has.',
  valuesConfig: {
    FULL: { description: 'All staff of the source: whom it lacks is missing there.' },
    DELTA: { description: 'What changed: whom it lacks stays as they are.' },
  },
});

export enum StaffSyncState {
  OPEN = 'OPEN',
  QUARANTINED = 'QUARANTINED',
  FINISHED = 'FINISHED',
  CANCELLED = 'CANCELLED',
  UNDONE = 'UNDONE',
}
registerEnumType(StaffSyncState, {
  name: 'StaffSyncState',
  description: 'How far a sync is.',
  valuesConfig: {
    OPEN: { description: 'It takes records.' },
    QUARANTINED: {
      description: 'Too many people are missing from it to be ended unseen: confirm, or cancel it.',
    },
    FINISHED: { description: 'All of it was taken in.' },
    CANCELLED: { description: 'Given up; what it had changed by then stands.' },
    UNDONE: { description: 'What it had changed was put back.' },
  },
});

export enum StaffRowOutcome {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  UNCHANGED = 'UNCHANGED',
  ENDED = 'ENDED',
  RESTORED = 'RESTORED',
  REJECTED = 'REJECTED',
  NEEDS_REVIEW = 'NEEDS_REVIEW',
}
registerEnumType(StaffRowOutcome, {
  name: 'StaffRowOutcome',
  description: 'What became of a record.',
  valuesConfig: {
    CREATED: { description: 'New from this source; the person may have been known before.' },
    UPDATED: { description: 'Something of it is other than it was; `changedFields` says what.' },
    UNCHANGED: { description: 'All as it was. With the code `STALE`: we hold something newer.' },
    ENDED: { description: 'The person’s employment, as this source has it, ended.' },
    RESTORED: { description: 'It had ended and runs again.' },
    REJECTED: { description: 'Nothing of it was taken in; `code` and `field` say why.' },
    NEEDS_REVIEW: {
      description: 'It may be somebody whom the trust knows: somebody has to say. Kept until then.',
    },
  },
});

@ObjectType({ simpleResolvers: true, description: 'How much of a sync has come.' })
export class StaffSyncProgress {
  @Field(() => Int, { description: 'Chunks that came.' })
  chunks!: number;

  @Field(() => Int, { description: 'Records in them.' })
  records!: number;
}

@ObjectType({ simpleResolvers: true, description: 'How many records came out how.' })
export class StaffSyncCounts {
  @Field(() => Int, { description: 'New from this source.' })
  created!: number;

  @Field(() => Int, { description: 'Changed.' })
  updated!: number;

  @Field(() => Int, { description: 'As they were, or older than what we hold.' })
  unchanged!: number;

  @Field(() => Int, { description: 'Not taken in.' })
  rejected!: number;

  @Field(() => Int, { description: 'Kept until somebody says who they are.' })
  needsReview!: number;

  @Field(() => Int, { description: 'Ended, by a record or because they were missing.' })
  ended!: number;

  @Field(() => Int, { description: 'People of the source whom a full sync lacked.' })
  missing!: number;

  @Field(() => Int, { description: 'Ended before and running again.' })
  restored!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A record of a sync, and what became of it. Personal data of staff.',
})
export class StaffSyncRow {
  @Field(() => Int, { description: 'As the client numbered it; 0 for whom a full sync lacked.' })
  row!: number;

  @Field(() => String, { description: 'The source’s own id of the person.' })
  externalId!: string;

  @Field(() => StaffRowOutcome, { description: 'What became of it.' })
  outcome!: StaffRowOutcome;

  @Field(() => [String], {
    description: 'Which fields of the record changed something, such as `contracts.lastDay`.',
  })
  changedFields!: string[];

  @Field(() => String, { nullable: true, description: 'Why it was not taken in, or not whole.' })
  code!: string | null;

  @Field(() => String, { nullable: true, description: 'Which field of the record that is about.' })
  field!: string | null;

  @Field(() => String, { nullable: true, description: 'The same in a sentence.' })
  message!: string | null;
}

export const StaffSyncRowConnection = connectionOf(StaffSyncRow);

@ObjectType({
  simpleResolvers: true,
  description: 'Something in a source’s records that we kept and could not make out.',
})
export class DataQualityIssue {
  @Field(() => String, { description: 'The source’s own id of the person.' })
  externalId!: string;

  @Field(() => String, { description: 'Which field of the record, such as `contracts.type`.' })
  field!: string;

  @Field(() => String, { description: '`UNKNOWN_CODE` or `MANAGER_NOT_FOUND`.' })
  code!: string;

  @Field(() => String, { description: 'What the source wrote.' })
  value!: string;

  @Field(() => String, { nullable: true, description: 'As what it counts meanwhile.' })
  mappedTo!: string | null;
}

export const DataQualityIssueConnection = connectionOf(DataQualityIssue);

@ObjectType({
  simpleResolvers: true,
  description: 'One transfer of staff records from a source, and what became of them.',
})
export class StaffSync {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Which system the records come from, such as `arbor`.' })
  source!: string;

  @Field(() => StaffSyncMode, { description: 'Everything that the source has, or changes.' })
  mode!: StaffSyncMode;

  @Field(() => Date, { description: 'The source’s state of when this is.' })
  asOf!: Date;

  @Field(() => Boolean, { description: 'It only says what it would do.' })
  dryRun!: boolean;

  @Field(() => StaffSyncState, { description: 'How far it is.' })
  state!: StaffSyncState;

  @Field(() => Date, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was finished, cancelled or undone.' })
  finishedAt!: Date | null;

  @Field(() => StaffSyncProgress, { description: 'How much has come.' })
  progress!: StaffSyncProgress;

  @Field(() => StaffSyncCounts, { description: 'What became of it.' })
  counts!: StaffSyncCounts;
}

export const StaffSyncConnection = connectionOf(StaffSync);

@ObjectType({ simpleResolvers: true, description: 'What became of one chunk.' })
export class StaffChunk {
  @Field(() => Int, { description: 'Its number.' })
  chunk!: number;

  @Field(() => StaffSyncCounts, { description: 'Of this chunk.' })
  counts!: StaffSyncCounts;

  @Field(() => [StaffSyncRow], {
    description: 'Its records that changed something or have something to say, in their order.',
  })
  rows!: StaffSyncRow[];

  @Field(() => StaffSync, { description: 'The whole of it.' })
  sync!: StaffSync;
}

@ObjectType({ simpleResolvers: true, description: 'Where a fact about staff comes from.' })
export class StaffSource {
  @Field(() => String, { description: 'Which system, such as `arbor`. Only it changes the fact.' })
  source!: string;

  @Field(() => Date, { description: 'Its state of when this is.' })
  asOf!: Date;
}

@ArgsType()
export class StaffSyncsArgs extends ConnectionArgs {
  @Field(() => String, { nullable: true, description: 'Only from this system.' })
  source?: string | null;
}

@ArgsType()
export class StaffSyncRowsArgs extends ConnectionArgs {
  @Field(() => StaffRowOutcome, {
    nullable: true,
    description: 'Only these; all but those without anything to say when not given.',
  })
  outcome?: StaffRowOutcome | null;
}
