/** Demonstration users by the identity provider that signs them in: one provider a trust. */
export const realms = {
  main: [
    'central',
    'head',
    'manager',
    'teacher',
    'ta',
    'site',
    'finance',
    'approver',
    'panel',
    'leaver',
    'technician',
    'office',
    'analyst',
  ],
  other: ['other-central'],
} as const;

export type Realm = keyof typeof realms;

/** @returns the provider that knows the user, or undefined. */
export function realmOf(user: string): Realm | undefined {
  if (realms.main.some((name) => name === user)) return 'main';
  return realms.other.some((name) => name === user) ? 'other' : undefined;
}

/** What access tokens of the development identity provider are for. */
export const audience = 'https://trellis.invalid/graphql';

/** The public client that `npm run token` and the explorer's users sign in through. */
export const clientId = 'trellis-development';

/** Where the sign-in ends; nothing listens there, the code is read off the redirect. */
export const redirectUri = 'http://127.0.0.1/signed-in';
