import { describe, expect, it } from '@jest/globals';
import { day, testPeople } from './testing.ts';
import { issuerOf, keyIdOf, provider, signIn, TestOperator, urnOf } from './access/testing.ts';

const people = testPeople();
const operator = new TestOperator(people);

describe('npm run access', () => {
  it('lists who may come in, of one trust alone', async () => {
    const own = await people.trust('Fir');
    const { id } = await people.hire(own, { givenName: 'Grace', familyName: 'Hopper' });
    await operator.done(provider(own));
    await operator.done(signIn(own, 'grace', id));
    await operator.done(
      `role --trust ${own.uid} --person ${id} --role HEAD --school ${urnOf(own, 0)}`,
    );
    const key = await operator.issue(own, urnOf(own, 0));

    expect((await operator.done(`list --trust ${own.uid}`)).split('\n')).toEqual([
      `Trust ${own.uid}, UID ${own.uid}`,
      'Identity providers',
      `  ${issuerOf(own)} for audience trellis, keys at ${issuerOf(own)}/jwks, signed with RS256, ES256`,
      'Sign-ins',
      `  grace of ${issuerOf(own)} is Grace Hopper (${id})`,
      'Roles',
      `  HEAD of Fir (${urnOf(own, 0)}): Grace Hopper (${id}) since ${day(0)}`,
      'API keys',
      `  ${keyIdOf(key)} mis: staff:read, staff:write; URN ${urnOf(own, 0)}; expires on ${day(100)}`,
    ]);
  });

  it.each([
    ['no verb', '', 'Says who may come in to a trust.'],
    ['an unknown verb', 'provide', 'npm run access -- provider'],
    ['a missing option', 'list', '--trust is missing.'],
    ['an unknown option', 'list --trsut 1', "Unknown option '--trsut'"],
    ['an unknown trust', 'list --trust 99999999', 'There is no trust with this UID'],
    ['a wrong UID', 'list --trust x', '--trust is the UID of the trust in GIAS'],
    [
      'an open line',
      'provider --trust 1 --issuer http://id.example --audience a --jwks https://id.example/jwks',
      '--issuer must be an https address',
    ],
    [
      'an address with a password',
      'provider --trust 1 --issuer https://id.example --audience a --jwks https://u:p@id.example',
      '--jwks must be an https address without password',
    ],
    [
      'a signature that everybody could make',
      'provider --trust 1 --issuer https://a --audience a --jwks https://a --algorithms ES256,HS256',
      '--algorithms takes RS256, PS256, ES256, EdDSA.',
    ],
    [
      'a scope that is the gateway’s alone',
      `api-key --trust 1 --name a --schools all --scopes principal:read --expires ${day(100)}`,
      '--scopes takes staff:read',
    ],
    [
      'a school that is not a URN',
      `api-key --trust 1 --name a --schools ALL --scopes staff:read --expires ${day(100)}`,
      '--schools is “all” or URNs',
    ],
    [
      'a day that does not exist',
      'api-key --trust 1 --name a --schools all --scopes staff:read --expires 2095-02-30',
      '--expires is a day as YYYY-MM-DD',
    ],
    [
      'a person named otherwise',
      'role --trust 1 --role PANEL --person Ada',
      '--person is a work e-mail, a TRN of 7 digits or an id.',
    ],
  ])('says so in a sentence when it is given %s', async (_, text, sentence) => {
    expect(await operator.refused(text)).toContain(sentence);
  });

  it('takes a provider on this machine without TLS', async () => {
    const own = await people.trust();

    expect(await operator.done(provider(own, 'http://127.0.0.1:4999'))).toContain(
      'http://127.0.0.1:4999',
    );
  });

  it('never repeats a key that was typed in the wrong place', async () => {
    const key = await operator.issue(await people.trust(), 'all');

    for (const text of [`revoke-key --key-id ${key}`, `revoke-key ${key}`]) {
      expect(await operator.refused(text)).not.toContain(key.slice(-43));
    }
  });
});
