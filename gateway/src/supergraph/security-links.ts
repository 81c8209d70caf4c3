import { type DirectiveNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';

/** A supergraph that the gateway cannot serve safely. */
export class UnusableSupergraph extends Error {}

/** The name that each security directive goes by in one supergraph; absent when it is not used. */
export interface SecurityDirectives {
  readonly authenticated?: string;
  readonly requiresScopes?: string;
}

/** A supergraph taken apart: what `@apollo/gateway` will load, and what we enforce ourselves. */
export interface SecuredSupergraph {
  /** The SDL without `for: SECURITY`, on which `@apollo/gateway` would refuse to start. */
  readonly plannedSdl: string;
  /** Everything, the security directives included. */
  readonly document: DocumentNode;
  readonly directives: SecurityDirectives;
}

/**
 * Takes the security features out of what `@apollo/gateway` sees.
 *
 * @throws UnusableSupergraph when the SDL is not GraphQL, or asks for a security feature that we do
 * not enforce: it fails closed.
 */
export function takeSecurityLinks(sdl: string): SecuredSupergraph {
  const document = parsed(sdl);
  const directives: Record<string, string> = {};
  const planned = visit(document, {
    Directive: (link) => {
      if (link.name.value !== 'link' || enumOf(link, 'for') !== 'SECURITY') return undefined;
      const [, feature] = /\/(\w+)\/v[\d.]+$/.exec(textOf(link, 'url')) ?? [];
      if (feature === 'inaccessible') return undefined; // the library enforces this one
      if (feature !== 'authenticated' && feature !== 'requiresScopes') {
        throw new UnusableSupergraph('The supergraph has a security feature that is not enforced.');
      }
      directives[feature] = textOf(link, 'as') || feature;
      return {
        ...link,
        arguments: link.arguments?.filter(({ name }) => name.value !== 'for') ?? [],
      };
    },
  });
  return { plannedSdl: print(planned), document, directives };
}

function parsed(sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch {
    throw new UnusableSupergraph('The supergraph is not GraphQL.');
  }
}

function textOf(link: DirectiveNode, argument: string): string {
  const value = link.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}

function enumOf(link: DirectiveNode, argument: string): string {
  const value = link.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.ENUM ? value.value : '';
}
