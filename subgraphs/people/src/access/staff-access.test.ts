import { beforeAll, describe, expect, it } from '@jest/globals';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { gateway, issuerOf, provider, signIn, TestOperator, urnOf } from './testing.ts';

const people = testPeople();
const operator = new TestOperator(people);

let trust: TestTrust;
let other: TestTrust;
beforeAll(async () => {
  trust = await people.trust('Alder', 'Birch');
  other = await people.trust('Cedar', 'Dogwood', 'Elder'); // the number of the third is its own
});

describe('the database', () => {
  it('takes only the signature algorithms that the gateway takes', async () => {
    const trust = await people.trust();
    const taken = async (algorithm: string) => {
      const issuer = `${issuerOf(trust)}/${algorithm}`;
      const shape = { issuer, audience: 'a', jwksUri: issuer, algorithms: [algorithm] };
      try {
        await people.access(trust, (access) => access.admitFrom(trust.central, shape, []));
        return [algorithm];
      } catch (error) {
        expect(String(error)).toContain('identity_provider_algorithms');
        return [];
      }
    };

    const asked = ['RS256', 'PS256', 'ES256', 'EdDSA', 'ES384', 'HS256'];
    expect((await Promise.all(asked.map(taken))).flat()).toEqual(asked.slice(0, 4));
  });
});

describe('an operator who lets staff in', () => {
  it('registers the identity provider, once and again', async () => {
    await operator.done(provider(trust));
    const said = await operator.done(`${provider(trust)} --algorithms ES256`);

    expect(said).toContain(`takes tokens of ${issuerOf(trust)} for audience trellis`);
    const query = `{ identityProvider(issuer: "${issuerOf(trust)}") { trustId algorithms jwksUri } }`;
    expect(await people.data(gateway, query)).toEqual({
      identityProvider: {
        ...{ trustId: trust.id, algorithms: ['ES256'], jwksUri: `${issuerOf(trust)}/jwks` },
      },
    });
  });

  it('may not register one provider for two trusts', async () => {
    await operator.done(provider(trust));

    expect(await operator.refused(provider(other, issuerOf(trust)))).toBe(
      'This issuer already serves another trust; it may serve one only.',
    );
  });

  it('names people by work e-mail, TRN or id, and is told what they may do', async () => {
    await operator.done(provider(trust));
    const told = { workEmail: 'ada@alder.example', trn: '1234567', givenName: 'Ada' };
    const { id } = await people.hire(trust, told);

    for (const [subject, person] of [
      ['by-mail', 'Ada@Alder.example'],
      ['by-trn', '1234567'],
      ['by-id', id],
    ] as const) {
      expect(await operator.done(signIn(trust, subject, person))).toContain(
        'They may: career:keep, conversation:hold, network:join, opportunity:apply',
      );
      expect(await operator.principalOfToken(issuerOf(trust), subject)).toMatchObject({
        personId: id,
      });
    }
  });

  it('is told when somebody cannot come in', async () => {
    await operator.done(provider(trust));
    const { id } = await people.hire(trust, { contract: { endsOn: day(-200) } });
    const { id: lately } = await people.hire(trust, { contract: { endsOn: day(-1) } });

    expect(await operator.done(signIn(trust, 'left', id))).toContain('They cannot come in');
    expect(await operator.done(signIn(trust, 'lately', lately))).toContain(
      'They may: career:keep.',
    );
  });

  it('is refused people of another trust, and a provider that is not there', async () => {
    await operator.done(provider(trust));
    const { id } = await people.hire(other);
    const theirs = await people.hire(other, { workEmail: 'bob@cedar.example' });

    expect(await operator.refused(signIn(trust, 'x', id))).toBe(
      'The trust has no person with this id.',
    );
    expect(await operator.refused(signIn(trust, 'x', 'bob@cedar.example'))).toBe(
      'The trust has no person with this work e-mail.',
    );
    expect(await operator.refused(signIn(other, 'x', theirs.id))).toContain(
      'has no identity provider',
    );
  });

  it('gives a role that shows at once, and takes it back on the same day', async () => {
    await operator.done(provider(trust));
    const { id } = await people.hire(trust);
    await operator.done(signIn(trust, id, id));
    const found = () => operator.principalOfToken(issuerOf(trust), id);
    const head = `role --trust ${trust.uid} --person ${id} --role HEAD --school ${urnOf(trust, 1)}`;

    expect(await operator.done(head)).toContain('is HEAD of Birch from today on');
    expect(await found()).toMatchObject({
      placeIds: [trust.schools[1]?.id],
      scopes: expect.arrayContaining(['headcount:read']) as unknown,
    });
    expect(await operator.done(head)).toContain('already');

    expect(await operator.done(`${head} --remove`)).toContain('is no longer HEAD of Birch');
    expect(await found()).toMatchObject({
      placeIds: [],
      scopes: expect.not.arrayContaining(['headcount:read']) as unknown,
    });
    expect(await operator.refused(`${head} --remove`)).toContain('is not HEAD of Birch');
  });

  it('makes a head of a school of the trust, and of nothing else', async () => {
    const { id } = await people.hire(trust);
    const role = `role --trust ${trust.uid} --person ${id}`;

    expect(await operator.refused(`${role} --role HEAD --school ${urnOf(other, 2)}`)).toBe(
      `The trust has no school with URN ${urnOf(other, 2)}.`,
    );
    const sentence = '--school goes with HEAD, always, and with no other role.';
    expect(await operator.refused(`${role} --role HEAD`)).toBe(sentence);
    expect(await operator.refused(`${role} --role FINANCE --school ${urnOf(trust, 0)}`)).toBe(
      sentence,
    );
    expect(await operator.refused(`${role} --role LINE_MANAGER`)).toContain(
      '--role takes PEOPLE_TEAM, HEAD',
    );
  });
});
