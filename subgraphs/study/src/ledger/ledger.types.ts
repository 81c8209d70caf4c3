import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Pence } from '../pence.ts';

/** Where the money for study comes from. */
export enum FundingSource {
  TRUST = 'TRUST',
  SCHOOL = 'SCHOOL',
  LEVY = 'LEVY',
  DFE_SCHOLARSHIP = 'DFE_SCHOLARSHIP',
  SELF = 'SELF',
  OTHER = 'OTHER',
}

registerEnumType(FundingSource, {
  name: 'FundingSource',
  description: 'Where the money for study comes from.',
  valuesConfig: {
    TRUST: { description: 'A fund of the trust.' },
    SCHOOL: { description: 'A fund of one school.' },
    LEVY: { description: 'The trust’s apprenticeship levy account, kept as a fund.' },
    DFE_SCHOLARSHIP: { description: 'The DfE, for instance a funded place on an NPQ; no fund.' },
    SELF: { description: 'The person; no fund.' },
    OTHER: { description: 'Somebody else, such as a charity; no fund.' },
  },
});

/** Between what the ledger moves money. */
export enum LedgerAccount {
  SOURCE = 'SOURCE',
  FUND = 'FUND',
  COMMITMENT = 'COMMITMENT',
  PAYMENT = 'PAYMENT',
  RECOVERY = 'RECOVERY',
}

registerEnumType(LedgerAccount, {
  name: 'LedgerAccount',
  description: 'Between what the ledger moves money.',
  valuesConfig: {
    SOURCE: { description: 'Where money comes from and goes back to; outside the funds.' },
    FUND: { description: 'What a fund has left to promise.' },
    COMMITMENT: { description: 'Promised by a funding line and not paid.' },
    PAYMENT: { description: 'Paid by a funding line.' },
    RECOVERY: { description: 'Paid by a funding line and owed back by the person.' },
  },
});

/** What an entry is. */
export enum LedgerEntryKind {
  ALLOCATION = 'ALLOCATION',
  VIREMENT = 'VIREMENT',
  COMMITMENT = 'COMMITMENT',
  RELEASE = 'RELEASE',
  PAYMENT = 'PAYMENT',
  REFUND = 'REFUND',
  CLAWBACK = 'CLAWBACK',
  CLAWBACK_DROPPED = 'CLAWBACK_DROPPED',
  REPAYMENT = 'REPAYMENT',
  CARRY_OUT = 'CARRY_OUT',
  CARRY_FORWARD = 'CARRY_FORWARD',
  CARRY_IN = 'CARRY_IN',
}

registerEnumType(LedgerEntryKind, {
  name: 'LedgerEntryKind',
  description: 'What a ledger entry is.',
  valuesConfig: {
    ALLOCATION: { description: 'Money set aside in a fund.' },
    VIREMENT: { description: 'Money moved from one fund to another.' },
    COMMITMENT: { description: 'Money promised to an award.' },
    RELEASE: { description: 'A promise taken back; the money is the fund’s again.' },
    PAYMENT: { description: 'A promised instalment paid.' },
    REFUND: { description: 'Money that the provider paid back to where it came from.' },
    CLAWBACK: { description: 'Money paid that the person owes back.' },
    CLAWBACK_DROPPED: { description: 'Money that the person no longer owes back.' },
    REPAYMENT: { description: 'Money that the person paid back to where it came from.' },
    CARRY_OUT: {
      description:
        'A promise leaves its fund unpaid: at year end, or when the cost moves to another school.',
    },
    CARRY_FORWARD: { description: 'At year end: its money goes to the next year’s fund.' },
    CARRY_IN: {
      description: 'The same promise by the next year’s fund, or by the other school’s.',
    },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'What was entered into the ledger. Never changed; a mistake is taken back by another.',
})
export class LedgerEntry {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id: string;

  @Field(() => LedgerEntryKind, { description: 'What it is.' })
  readonly kind: `${LedgerEntryKind}`;

  @Field(() => Day, { description: 'The day for which it counts.' })
  readonly enteredOn: string;

  @Field(() => String, { nullable: true, description: 'Why, where somebody had to say.' })
  readonly reason: string | null;

  constructor(entry: Pick<LedgerEntry, 'id' | 'kind' | 'enteredOn' | 'reason'>) {
    this.id = entry.id;
    this.kind = entry.kind;
    this.enteredOn = entry.enteredOn;
    this.reason = entry.reason;
  }
}

@ObjectType({
  simpleResolvers: true,
  description:
    'One side of a ledger entry. Entries balance, and are never changed; a mistake is taken back by another entry.',
})
export class LedgerPosting {
  @Field(() => ID, { description: 'Of the entry; its postings come to nothing together.' })
  entryId!: string;

  @Field(() => LedgerEntryKind, { description: 'What the entry is.' })
  kind!: LedgerEntryKind;

  @Field(() => Day, { description: 'The day for which it counts.' })
  enteredOn!: string;

  @Field(() => LedgerAccount, { description: 'The account that it changes.' })
  account!: LedgerAccount;

  @Field(() => FundingSource, { description: 'Whose money it is.' })
  source!: FundingSource;

  @Field(() => Pence, { description: 'Into the account; below zero is out of it.' })
  amountPence!: number;

  @Field(() => String, { nullable: true, description: 'Why, where somebody had to say.' })
  reason!: string | null;

  @Field(() => ID, { nullable: true, description: 'The entry that it takes back.' })
  correctsId!: string | null;
}

export const LedgerPostingConnection = connectionOf(LedgerPosting);
