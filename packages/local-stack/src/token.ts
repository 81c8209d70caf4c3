import { realmOf, realms } from './demonstration-user.ts';
import { findRunningStack } from './running-stack.ts';
import { loadSecrets } from './secrets.ts';
import { signIn } from './sign-in.ts';

/**
 * A bearer token for a demonstration user, or the API key of the demonstration's MIS.
 *
 * @throws Error naming the users there are.
 */
export async function tokenFor(user: string): Promise<string> {
  if (user === 'mis') return loadSecrets().misKey;
  const realm = realmOf(user);
  if (!realm) {
    const names = [...realms.main, ...realms.other, 'mis'].join(', ');
    throw new Error(`There is no demonstration user of that name. There are: ${names}.`);
  }
  return signIn(findRunningStack().issuers[realm], user);
}
