/** That one person line-manages another. Days are ISO text, half-open. */
export interface ManagerLinkRecord {
  readonly id: string;
  readonly personId: string;
  readonly managerId: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** A link that was not written, and why. */
export interface RefusedLink {
  readonly id: string;
  readonly reason: string;
}

export interface ManagerLinksReport {
  /** Links that are new or other than they were. */
  readonly changed: number;
  readonly refused: readonly RefusedLink[];
}
