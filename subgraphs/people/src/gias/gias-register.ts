import { GiasFileRefused, type GiasFile, type GiasRow, readGiasFile } from './gias-file.ts';
import {
  codeOf,
  companiesHouseNumberOf,
  dayOf,
  digitsOf,
  digitsOrNull,
  type GridPosition,
  positionOf,
  textOf,
  UnreadableValue,
} from './gias-values.ts';

/** The downloads of GIAS from which trusts and schools come. */
export interface GiasFiles {
  /** `edubasealldata` */
  readonly establishments: GiasFile;
  /** `allgroupsdata` */
  readonly groups: GiasFile;
  /** `alllinksdata`: which establishment is in which group. */
  readonly links: GiasFile;
  /** `links_edubasealldata`: which establishment follows on which; without it no URN is followed. */
  readonly successions?: GiasFile;
}

export interface RegisteredTrust {
  readonly uid: string;
  readonly name: string;
  readonly groupId: string | null;
  readonly companiesHouseNumber: string | null;
  readonly ukprn: string | null;
}

export interface RegisteredSchool {
  readonly trustUid: string;
  readonly urn: string;
  readonly name: string;
  readonly phaseCode: string;
  readonly typeCode: string;
  readonly statusCode: string;
  readonly localAuthorityCode: string;
  readonly establishmentNumber: string | null;
  readonly ukprn: string | null;
  readonly town: string;
  readonly postcode: string;
  /** On the National Grid, in metres; null where the register has none, as for a postcode that is gone. */
  readonly position: GridPosition | null;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  readonly joinedOn: string | null;
  /** The URN on which this one followed, where there was exactly one. */
  readonly formerUrn: string | null;
}

/** Something in a file that was passed over. */
export interface GiasProblem {
  readonly file: string;
  /** As a spreadsheet numbers rows: the header is row 1. */
  readonly row: number;
  readonly message: string;
}

export interface Register {
  readonly trusts: readonly RegisteredTrust[];
  readonly schools: readonly RegisteredSchool[];
  readonly problems: readonly GiasProblem[];
}

/** Multi-academy and single-academy trust; other groups, such as federations, employ nobody. */
const trustTypes: readonly string[] = ['6', '10'];

/**
 * Reads which trusts and schools there are.
 *
 * @param trustUid one trust; all trusts of the files when not given.
 * @throws GiasFileRefused when a file is not what it is said to be or there is no such trust.
 */
export async function readRegister(files: GiasFiles, trustUid?: string): Promise<Register> {
  return new RegisterReading(trustUid).read(files);
}

interface Membership {
  readonly trustUid: string;
  readonly joinedOn: string | null;
  readonly row: number;
}

class RegisterReading {
  readonly #trustUid: string | undefined;
  readonly #trusts = new Map<string, RegisteredTrust>();
  readonly #memberships = new Map<string, Membership>();
  readonly #formerUrns = new Map<string, string[]>();
  readonly #schools = new Map<string, RegisteredSchool>();
  readonly #problems: GiasProblem[] = [];

  constructor(trustUid: string | undefined) {
    this.#trustUid = trustUid;
  }

  async read({ groups, links, establishments, successions }: GiasFiles): Promise<Register> {
    await this.#each(groups, groupColumns, (row) => {
      this.#group(row);
    });
    if (this.#trustUid !== undefined && !this.#trusts.has(this.#trustUid)) {
      throw new GiasFileRefused(`groups: there is no academy trust with that Group UID.`);
    }
    await this.#each(links, linkColumns, (row) => {
      this.#link(links.name, row);
    });
    if (successions) {
      await this.#each(successions, successionColumns, (row) => {
        this.#succession(row);
      });
    }
    await this.#each(establishments, establishmentColumns, (row) => {
      this.#establishment(row);
    });
    for (const [urn, { row }] of this.#memberships) {
      if (!this.#schools.has(urn)) {
        this.#problem(
          links.name,
          row,
          `the establishment ${urn} is not among those that were read`,
        );
      }
    }
    return {
      trusts: [...this.#trusts.values()],
      schools: [...this.#schools.values()],
      problems: this.#problems,
    };
  }

  #each(file: GiasFile, columns: readonly string[], take: (row: GiasRow) => void): Promise<void> {
    return readGiasFile(file, columns, (row) => {
      try {
        take(row);
      } catch (error) {
        if (!(error instanceof UnreadableValue)) throw error;
        this.#problem(file.name, row.row, error.message);
      }
    });
  }

  #group({ get }: GiasRow): void {
    const uid = get('Group UID');
    const isWanted = this.#trustUid === undefined || uid === this.#trustUid;
    const type = get('Group Type (code)');
    if (!isWanted || !trustTypes.includes(codeOf('Group Type (code)', type))) return;
    const groupId = get('Group ID');
    digitsOf('Group UID', uid, 8);
    this.#trusts.set(uid, {
      uid,
      name: textOf('Group Name', get('Group Name')),
      groupId: /^TR\d{5}$/.test(groupId) ? groupId : null,
      companiesHouseNumber: companiesHouseNumberOf(
        'Companies House Number',
        get('Companies House Number'),
      ),
      ukprn: digitsOrNull('UKPRN', get('UKPRN'), 8),
    });
  }

  #link(file: string, { row, get }: GiasRow): void {
    const trustUid = get('Group UID');
    if (!this.#trusts.has(trustUid)) return;
    const urn = digitsOf('URN', get('URN'), 6);
    const other = this.#memberships.get(urn);
    if (other && other.trustUid !== trustUid) {
      this.#problem(file, row, `the establishment ${urn} is in two trusts; the first was taken`);
      return;
    }
    const joinedOn = dayOf('Joined date', get('Joined date'));
    this.#memberships.set(urn, { trustUid, joinedOn, row });
  }

  #succession({ get }: GiasRow): void {
    const urn = get('URN');
    if (get('LinkType') !== 'Predecessor' || !this.#memberships.has(urn)) return;
    const former = digitsOf('LinkURN', get('LinkURN'), 6);
    this.#formerUrns.set(urn, [...(this.#formerUrns.get(urn) ?? []), former]);
  }

  #establishment({ get }: GiasRow): void {
    const urn = get('URN');
    const membership = this.#memberships.get(urn);
    if (!membership) return;
    const [formerUrn, ...others] = this.#formerUrns.get(urn) ?? [];
    const digits = (column: string, count: number) => digitsOrNull(column, get(column), count);
    const code = (column: string) => codeOf(column, get(column));
    this.#schools.set(urn, {
      trustUid: membership.trustUid,
      urn,
      name: textOf('EstablishmentName', get('EstablishmentName')),
      phaseCode: code('PhaseOfEducation (code)'),
      typeCode: code('TypeOfEstablishment (code)'),
      statusCode: code('EstablishmentStatus (code)'),
      localAuthorityCode: digitsOf('LA (code)', get('LA (code)'), 3),
      establishmentNumber: digits('EstablishmentNumber', 4),
      ukprn: digits('UKPRN', 8),
      town: get('Town'),
      postcode: get('Postcode'),
      position: positionOf(get('Easting'), get('Northing')),
      openedOn: dayOf('OpenDate', get('OpenDate')),
      closedOn: dayOf('CloseDate', get('CloseDate')),
      joinedOn: membership.joinedOn,
      // Two predecessors are a merger: the new school is neither of them.
      formerUrn: others.length === 0 ? (formerUrn ?? null) : null,
    });
  }

  #problem(file: string, row: number, message: string): void {
    this.#problems.push({ file, row, message });
  }
}

const groupColumns = [
  'Group UID',
  'Group ID',
  'Group Name',
  'Companies House Number',
  'Group Type (code)',
  'UKPRN',
];

const linkColumns = ['URN', 'Group UID', 'Joined date'];

const successionColumns = ['URN', 'LinkURN', 'LinkType'];

const establishmentColumns = [
  'URN',
  'LA (code)',
  'EstablishmentNumber',
  'EstablishmentName',
  'TypeOfEstablishment (code)',
  'EstablishmentStatus (code)',
  'OpenDate',
  'CloseDate',
  'PhaseOfEducation (code)',
  'UKPRN',
  'Town',
  'Postcode',
];
