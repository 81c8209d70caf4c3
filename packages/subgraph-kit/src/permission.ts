import { type AuthCheckerFn, Authorized, Directive } from 'type-graphql';
import { forbidden } from './faults.ts';
import type { SubgraphContext } from './viewer.ts';

/**
 * Lets a field be read only by callers with the scope. The gateway reads the directive and does not
 * even ask the subgraph; the subgraph checks once more, because it trusts nobody's homework.
 *
 * Use on root and relation fields: on plain fields a guard slows every row.
 */
export function Requires(scope: string): MethodDecorator & PropertyDecorator {
  const authorized = Authorized(scope);
  const directive = Directive(`@requiresScopes(scopes: [["${scope}"]])`);
  return (target: object, property: string | symbol) => {
    Reflect.apply(authorized, undefined, [target, property]);
    Reflect.apply(directive, undefined, [target, property]);
  };
}

export const checkScopes: AuthCheckerFn<SubgraphContext> = ({ context }, scopes) => {
  if (scopes.every((scope) => context.viewer.scopes.has(scope))) return true;
  throw forbidden();
};
