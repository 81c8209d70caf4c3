/** An audience as it is read from a column (SQL): those that were written before ask for no credentials. */
export const audienceSql = (column: string) => `'{"credentialKinds": []}'::jsonb || ${column}`;
