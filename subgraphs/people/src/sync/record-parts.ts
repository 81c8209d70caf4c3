import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { CredentialService } from '../credential/credential.service.ts';
import { EqualityService } from '../equality/equality.service.ts';
import { LeaveService } from '../leave/leave.service.ts';
import type { RecordChange } from './record-change.ts';

/** Hands what records tell beside employment to those who keep it. */
export class RecordParts {
  readonly #leave: LeaveService;
  readonly #credentials: CredentialService;
  readonly #equality: EqualityService;

  constructor(db: Database) {
    this.#leave = new LeaveService(db);
    this.#credentials = new CredentialService(db);
    this.#equality = new EqualityService(db);
  }

  /** Writes it, and notes on each change which part of it is other than it was. */
  async write(viewer: Viewer, changes: readonly RecordChange[]): Promise<void> {
    const whose = ({ person, record }: RecordChange) => {
      return { personId: person.id, sourceRecordId: record.id };
    };
    const leave = changes.flatMap((change) =>
      change.told.leave ? [{ ...whose(change), periods: change.told.leave }] : [],
    );
    note(changes, 'leave', await this.#leave.record(viewer, leave));
    const credentials = changes.flatMap((change) =>
      change.told.qualifications
        ? [{ ...whose(change), credentials: change.told.qualifications }]
        : [],
    );
    note(changes, 'qualifications', await this.#credentials.record(viewer, credentials));
    const answers = changes.flatMap(({ person, told }) =>
      told.equality ? [{ personId: person.id, ...told.equality }] : [],
    );
    const lastOfEach = new Map(answers.map((answer) => [answer.personId, answer]));
    note(changes, 'equality', await this.#equality.record(viewer, [...lastOfEach.values()]));
  }
}

function note(
  changes: readonly RecordChange[],
  part: 'leave' | 'qualifications' | 'equality',
  personIds: ReadonlySet<string>,
): void {
  for (const { told, person, changedFields } of changes) {
    if (told[part] !== undefined && personIds.has(person.id)) changedFields.add(part);
  }
}
