/**
 * By what the taking in of staff records decides. The one place for it; the same for every trust.
 */
export const staffSyncSettings = {
  /** A missing person is ended unasked after so many finished full syncs in a row without them. */
  snapshotsUntilEnded: 3,
  /** Of those whom a source had: when more than this share is missing, somebody has to look. */
  mostMissingShare: 0.1,
  /** As many may always be missing, whatever the share: in a small school one person is a lot. */
  mostMissingUnasked: 5,
  /** For so long after it was done, in days, the end of a record can be taken back as a mistake. */
  restoreWithinDays: 90,
  /** Records in one chunk. */
  mostRecords: 500,
} as const;
