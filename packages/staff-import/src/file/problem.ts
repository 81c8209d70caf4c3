/** Something that whoever typed the command can put right; nothing was sent. */
export class UsageError extends Error {}

/** A file that cannot be read as what it is said to be; the message says where and why. */
export class FileRefused extends Error {}
