import { DefaultNamingStrategy } from 'typeorm';

/** `amountPence` in TypeScript is `amount_pence` in SQL. */
export class SnakeNamingStrategy extends DefaultNamingStrategy {
  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    return given ?? snakeCase([...prefixes, property].join('_'));
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
