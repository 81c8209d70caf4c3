import { registerEnumType } from 'type-graphql';

/** Routes to a qualification or status. The programmes themselves are data, and change each year. */
export enum ProgrammeKind {
  NPQ = 'NPQ',
  HEADSHIP_SUPPORT = 'HEADSHIP_SUPPORT',
  MASTERS_DEGREE = 'MASTERS_DEGREE',
  DOCTORATE = 'DOCTORATE',
  CHARTERED_STATUS = 'CHARTERED_STATUS',
  APPRENTICESHIP = 'APPRENTICESHIP',
  QTS_ROUTE = 'QTS_ROUTE',
  PROFESSIONAL_STATUS = 'PROFESSIONAL_STATUS',
  PROFESSIONAL_QUALIFICATION = 'PROFESSIONAL_QUALIFICATION',
}

registerEnumType(ProgrammeKind, {
  name: 'ProgrammeKind',
  description: 'The route that a programme is.',
  valuesConfig: {
    NPQ: { description: 'A national professional qualification of the DfE.' },
    HEADSHIP_SUPPORT: { description: 'The DfE’s support for those new to headship; not assessed.' },
    MASTERS_DEGREE: { description: 'A university’s degree at level 7.' },
    DOCTORATE: { description: 'A university’s degree at level 8.' },
    CHARTERED_STATUS: { description: 'A status that a chartered college gives to teachers.' },
    APPRENTICESHIP: {
      description: 'Learning on the job that the apprenticeship levy may pay for.',
    },
    QTS_ROUTE: {
      description:
        'A route to teach with qualified or early years status that is no apprenticeship.',
    },
    PROFESSIONAL_STATUS: {
      description: 'A status by assessment against standards, without a qualification.',
    },
    PROFESSIONAL_QUALIFICATION: {
      description: 'A diploma or certificate of a professional body, for instance in finance.',
    },
  },
});
