import type { Employee } from './employee.ts';
import type { Ids } from './ids.ts';
import type { Random } from './random.ts';
import type { TrustSchool } from './schools.ts';

/** What each part of a trust's data is made from. */
export interface TrustSetting {
  /** Day number. */
  readonly today: number;
  readonly ids: Ids;
  /** Each part takes a branch of its own. */
  readonly random: Random;
  readonly schools: readonly TrustSchool[];
  readonly employees: readonly Employee[];
  /** Whether it is the main trust, whose maths network has an id that examples name. */
  readonly isMain: boolean;
}
