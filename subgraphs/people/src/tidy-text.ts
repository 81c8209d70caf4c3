/** A name as it is kept: composed Unicode, single spaces. */
export function tidyName(name: string): string {
  return name.normalize('NFC').trim().replace(/ {2,}/g, ' ');
}

/** An e-mail address as it is kept: lower case, because no mailbox in a trust differs by case. */
export function tidyEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}
