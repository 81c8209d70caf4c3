import type { Rejected } from './rejections.ts';
import type { SyncCounts, TooManyMissing } from './staff-sync.ts';

/** What came of an import; `--json` prints it. */
export interface ImportSummary extends Rejected {
  /** Null when nothing was sent. */
  readonly syncId: string | null;
  /** Whether it went on where an earlier run had stopped. */
  readonly resumed: boolean;
  readonly state: string;
  /** People in the file. */
  readonly people: number;
  /** Others in the file, by kind. */
  readonly skipped: Readonly<Record<string, number>>;
  /** As the graph counts; null when the sync is not finished. */
  readonly counts: SyncCounts | null;
  readonly quarantine: TooManyMissing | null;
}

/** How the command ends; documented in docs/importing.md. */
export const exitCodes = { done: 0, attention: 1, unreadable: 2, refused: 3, quarantined: 4 };

export function exitCodeOf(summary: ImportSummary): number {
  if (summary.state === 'NOT_SENT') return exitCodes.unreadable;
  if (summary.state === 'QUARANTINED') return exitCodes.quarantined;
  const { counts, rejected, needsReview } = summary;
  const open = rejected + needsReview + (counts?.missing ?? 0);
  return open > 0 ? exitCodes.attention : exitCodes.done;
}

/** The summary in words. */
export function wordsOf(summary: ImportSummary, dryRun: boolean): string {
  const { counts, rejected, needsReview, reasons, rejectedFile, quarantine, skipped } = summary;
  return [
    `${summary.people} people in the file${summary.resumed ? ', continued where it had stopped' : ''}.`,
    ...Object.entries(skipped).map(([kind, count]) => `  passed over: ${count} (${kind})`),
    ...(counts ? [countsLine(counts)] : []),
    ...reasons.map((reason) => `  ${reason}`),
    ...(rejected > reasons.length ? [`  … and ${rejected - reasons.length} more.`] : []),
    ...(rejectedFile
      ? [
          `${rejected} not taken. Correct them in ${rejectedFile} and send it as csv with --mode delta.`,
        ]
      : []),
    ...(needsReview > 0
      ? [`${needsReview} wait for somebody to say who they are (staffMatches).`]
      : []),
    ...missingLines(counts?.missing ?? 0),
    ...(quarantine ? quarantineLines(quarantine) : []),
    ...(summary.state === 'NOT_SENT'
      ? ['Nothing was sent: in a whole staff list every row must say whose it is.']
      : []),
    ...(dryRun ? ['This was a dry run: nothing was changed.'] : []),
  ].join('\n');
}

function countsLine(counts: SyncCounts): string {
  return `  new ${counts.created}, changed ${counts.updated}, unchanged ${counts.unchanged}, restored ${counts.restored}, ended ${counts.ended}`;
}

function missingLines(missing: number): string[] {
  if (missing === 0) return [];
  return [
    `${missing} whom this source had told of are missing from the file, and have not been ended.`,
    `  Look who they are, and if they have left run it again with --confirm-missing ${missing}.`,
  ];
}

function quarantineLines({ message, missing, wouldEnd }: TooManyMissing): string[] {
  const names = wouldEnd.map(({ name }) => name).join(', ');
  return [
    message,
    `  It would end ${missing}, among them: ${names}.`,
    `  If that is right run it again with --confirm-missing ${missing}; if not, with --restart and the right file.`,
  ];
}
