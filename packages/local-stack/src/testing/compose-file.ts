import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectFolder } from '../folder.ts';

const serviceShape = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});

export type ComposeService = z.infer<typeof serviceShape>;

/** The file as it stands, merged but not interpolated. */
export function readComposeFile(): unknown {
  return parse(readFileSync(join(projectFolder, 'docker-compose.yml'), 'utf8'), { merge: true });
}

/** Variables without which compose does not start: `${NAME:?…}`. */
export function requiredVariables(): string[] {
  const text = readFileSync(join(projectFolder, 'docker-compose.yml'), 'utf8');
  return [...new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name))];
}

/** The services as compose would run them with these variables. */
export function composeServices(
  variables: Readonly<Record<string, string>>,
): Record<string, ComposeService> {
  const { services } = z
    .object({ services: z.record(z.string(), serviceShape) })
    .parse(readComposeFile());
  const fill = (text: string) =>
    text.replace(
      /\$\{(\w+)(?::[-?]([^}]*))?\}/g,
      (_, name: string, otherwise = '') => variables[name] ?? String(otherwise),
    );
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => [
      name,
      {
        ...service,
        environment: Object.fromEntries(
          Object.entries(service.environment).map(([key, value]) => [key, fill(value)]),
        ),
      },
    ]),
  );
}
