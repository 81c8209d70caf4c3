import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { IsOptional, Matches, Max, Min } from 'class-validator';
import { createUnionType, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { StaffRecordInput } from './staff-record.types.ts';
import { StaffChunk, StaffSync, StaffSyncMode, StaffSyncState } from './staff-sync.types.ts';

@InputType({
  description:
    'From where records are to come. One school’s system is named with `schoolId` or `urn`; without either it is the system of the whole trust.',
})
export class StartStaffSyncInput extends IdempotentInput {
  @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/, {
    message: 'source has 1 to 40 small letters, digits and hyphens',
  })
  @Field(() => String, {
    description:
      'Which system: `arbor`, `census`, `oneroster` and so on; 1 to 40 small letters, digits and hyphens. The same name every time.',
  })
  source!: string;

  @Field(() => ID, { nullable: true, description: 'Whose system it is.' })
  schoolId?: string | null;

  @Field(() => String, { nullable: true, description: 'Whose, by URN, instead of `schoolId`.' })
  urn?: string | null;

  @Field(() => StaffSyncMode, { description: 'Everything that the source has, or changes.' })
  mode!: StaffSyncMode;

  @Field(() => Date, {
    description:
      'The source’s state of when this is: at most a day ahead. It decides which of two statements about a record is the newer.',
  })
  asOf!: Date;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Say what would be done, and do nothing. Who comes in two chunks is rejected the second time.',
  })
  dryRun!: boolean;
}

@InputType({ description: 'A part of a sync. Chunks may come in any order and more than once.' })
export class PushStaffRecordsInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the sync.' })
  syncId!: string;

  @Field(() => Int, {
    description:
      'Its number, from 1. The same number with the same records again answers what was done; with others it is `IDEMPOTENCY_MISMATCH`.',
  })
  chunk!: number;

  @Field(() => [StaffRecordInput], { description: '1 to 500.' })
  records!: StaffRecordInput[];
}

@InputType({ description: 'That all chunks of a sync were sent.' })
export class FinishStaffSyncInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the sync.' })
  syncId!: string;

  @Min(0, { message: 'chunks is how many were sent' })
  @Max(1_000_000, { message: 'chunks is how many were sent' })
  @Field(() => Int, { description: 'How many were sent in all; their numbers are 1 to this.' })
  chunks!: number;

  @IsOptional()
  @Min(0, { message: 'confirmedMissing is a number of people' })
  @Field(() => Int, {
    nullable: true,
    description:
      'Of a full sync: somebody has looked, and the employments of this many missing people are to end now. It must be the exact number.',
  })
  confirmedMissing?: number | null;
}

@InputType({ description: 'Which sync.' })
export class StaffSyncInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the sync.' })
  syncId!: string;
}

@ObjectType({
  implements: Refusal,
  simpleResolvers: true,
  description: 'Another sync of the same source is not finished. Go on with it, or cancel it.',
})
export class StaffSyncUnderWay extends Refusal {
  @Field(() => StaffSync, { description: 'The other one.' })
  readonly sync: StaffSync;

  constructor(sync: StaffSync) {
    super('Another sync of this source is under way: go on with it, or cancel it.');
    this.sync = sync;
  }
}

@ObjectType({
  implements: Refusal,
  simpleResolvers: true,
  description: 'The sync is over, or waits for a decision.',
})
export class StaffSyncNotOpen extends Refusal {
  @Field(() => StaffSyncState, { description: 'What it is instead.' })
  readonly state: StaffSyncState;

  constructor(state: StaffSyncState) {
    super('The sync is not open.');
    this.state = state;
  }
}

@ObjectType({
  implements: Refusal,
  simpleResolvers: true,
  description: 'Some chunks did not come. Send them, then finish again.',
})
export class ChunksMissing extends Refusal {
  @Field(() => [Int], { description: 'Their numbers, the first 100.' })
  readonly missingChunks: number[];

  constructor(missingChunks: number[]) {
    super('Some chunks did not come: send them, then finish again.');
    this.missingChunks = missingChunks;
  }
}

/** How many people a full sync lacks. */
export interface Absence {
  readonly missing: number;
  /** Of those whom the source had. */
  readonly share: number;
  readonly limit: number;
  /** Of the first 25. */
  readonly personIds: readonly string[];
}

@ObjectType({
  implements: Refusal,
  simpleResolvers: true,
  description:
    'So many people are missing that the file may be incomplete. Nobody was ended; the sync is in quarantine. Finish again with `confirmedMissing`, or cancel.',
})
export class TooManyMissing extends Refusal {
  @Field(() => Int, { description: 'People whom the source had and this sync lacks.' })
  readonly missing: number;

  @Field(() => Float, { description: 'As a share of all whom the source had, 0 to 1.' })
  readonly shareMissing: number;

  @Field(() => Float, { description: 'The share from which somebody has to look.' })
  readonly limit: number;

  readonly personIds: readonly string[];

  constructor({ missing, share, limit, personIds }: Absence) {
    super(
      `${String(missing)} people are missing from this file. If they have all left, finish again with confirmedMissing: ${String(missing)}.`,
    );
    this.missing = missing;
    this.shareMissing = share;
    this.limit = limit;
    this.personIds = personIds;
  }
}

/** Rows and chunks are plain objects, so the union tells them apart by what only they have. */
const resolveType = (value: object): string => {
  if (value instanceof Refusal) return value.constructor.name;
  return 'chunk' in value ? StaffChunk.name : StaffSync.name;
};

export const StartStaffSyncResult = createUnionType({
  name: 'StartStaffSyncResult',
  description: 'The sync, or why it cannot start.',
  types: () => [StaffSync, StaffSyncUnderWay] as const,
  resolveType,
});

export const PushStaffRecordsResult = createUnionType({
  name: 'PushStaffRecordsResult',
  description: 'What became of the chunk, or why it was not taken.',
  types: () => [StaffChunk, StaffSyncNotOpen] as const,
  resolveType,
});

export const FinishStaffSyncResult = createUnionType({
  name: 'FinishStaffSyncResult',
  description: 'The sync, finished, or why it is not.',
  types: () => [StaffSync, StaffSyncNotOpen, ChunksMissing, TooManyMissing] as const,
  resolveType,
});

export const CancelStaffSyncResult = createUnionType({
  name: 'CancelStaffSyncResult',
  description: 'The sync, cancelled; what it changed by then stands.',
  types: () => [StaffSync, StaffSyncNotOpen] as const,
  resolveType,
});

export const UndoStaffSyncResult = createUnionType({
  name: 'UndoStaffSyncResult',
  description: 'The sync, undone.',
  types: () => [StaffSync] as const,
  resolveType,
});
