import { readPrivateKey } from '@trellis/events/webhook-signature';
import { secret, servingShape } from '@trellis/subgraph-kit/config';
import { z } from 'zod';

const database = z.url({ protocol: /^postgres(ql)?$/ }).optional();
const address = z.url({ protocol: /^https?$/ });

/** What the worker needs to know. */
export const workerShape = z.object({
  NODE_ENV: servingShape.NODE_ENV,
  HOST: servingShape.HOST,
  OPERATIONS_PORT: servingShape.OPERATIONS_PORT,
  LOG_LEVEL: servingShape.LOG_LEVEL,
  /** As the job role, straight to PostgreSQL; what is not given is left to another worker. */
  PEOPLE_JOB_DATABASE_URL: database,
  OPPORTUNITIES_JOB_DATABASE_URL: database,
  STUDY_JOB_DATABASE_URL: database,
  /** GraphQL endpoints; events go to the same hosts and ports. */
  PEOPLE_URL: address,
  OPPORTUNITIES_URL: address,
  STUDY_URL: address,
  /** Private keys that sign events; two while they rotate. */
  EVENT_SIGNING_KEYS: z.string().transform((text, issue) => {
    try {
      return text.split(',').map((one) => readPrivateKey(one.trim()));
    } catch {
      issue.addIssue({ code: 'custom', message: 'not whsk_ and base64 of 32 bytes' });
      return z.NEVER;
    }
  }),
  /** For how long events are kept that everybody has been told, in days. */
  EVENT_DAYS: z.coerce.number().int().min(7).max(3_650).default(90),
  /** Under which people keeps the private keys of webhooks; without it none is told. */
  WEBHOOK_SECRET: secret.optional(),
  /** Where e-mails go out; `file:` keeps them in a folder instead. Without it they wait. */
  SMTP_URL: z
    .url({ protocol: /^(smtps?|file)$/ })
    .transform((text) => new URL(text))
    .optional(),
  /** The address that e-mails come from. */
  NOTICE_FROM: z.email().optional(),
  /** Where SMS go out, by the API of GOV.UK Notify, its key as password; `file:` keeps them in a folder. Without it they wait. */
  SMS_URL: z
    .url({ protocol: /^(https?|file)$/ })
    .transform((text) => new URL(text))
    .optional(),
  /** Id of the template whose only placeholder is `((text))`. */
  SMS_TEMPLATE: z.uuid().optional(),
  /** Where the trusts' front end is, to which notices link. */
  NOTICE_FRONT_END: z
    .url({ protocol: /^https?$/ })
    .transform((text) => new URL(text))
    .optional(),
});

export type WorkerConfig = z.output<typeof workerShape>;
