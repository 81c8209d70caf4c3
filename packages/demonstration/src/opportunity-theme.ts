import type { JobFamily } from './job-families.ts';
import type { UserName } from './records.ts';
import type { SchoolKind } from './reference.ts';

/** What trusts offer their staff, year after year. */
export interface OpportunityTheme {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  /** Families of jobs it is for; none when it is for everybody. */
  readonly families: readonly JobFamily[];
  /** Key of the network that it belongs to. */
  readonly network: string | null;
  /** Kinds of school that may host it; none when it is for the whole trust. */
  readonly hosts: readonly SchoolKind[];
  /** What there is of it now. */
  readonly now: 'PUBLISHED' | 'DRAFT';
  /** Demonstration users who were placed by it half a year ago, and who apply now. */
  readonly placed?: UserName;
  readonly applies?: UserName;
}

/** Kinds of school that host most themes. */
export const everywhere: readonly SchoolKind[] = ['PRIMARY', 'SECONDARY', 'ALL_THROUGH', 'SPECIAL'];
export const secondary: readonly SchoolKind[] = ['SECONDARY', 'ALL_THROUGH'];
export const primary: readonly SchoolKind[] = ['PRIMARY', 'ALL_THROUGH'];

type Rest = Pick<OpportunityTheme, 'families' | 'network' | 'hosts'> &
  Partial<Pick<OpportunityTheme, 'now' | 'placed' | 'applies'>>;
/** Puts a theme together; unless said otherwise it is on offer now. */
export const theme = (
  kind: string,
  title: string,
  summary: string,
  rest: Rest,
): OpportunityTheme => ({
  kind,
  title,
  summary,
  now: 'PUBLISHED',
  ...rest,
});
