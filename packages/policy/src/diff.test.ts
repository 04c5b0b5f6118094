import type { PolicyDocument } from '@genkan/contracts/sub-account/policy-document';
import { describe, expect, it } from '@jest/globals';
import { allowServer, denyServer, policyOf, SERVERS, statementOf } from './checks/example-policy.js';
import { diff, MAX_ROWS } from './diff.js';
import { exampleCatalogue } from './example-catalogue.js';

const ONE = 'nrn:genkan:server:kr:204718330962:instance/17';
const OTHER = 'nrn:genkan:server:kr:204718330962:instance/18';
const mfa = { Bool: { mfaPresent: true } };

const between = (a: PolicyDocument, b: PolicyDocument) => {
  const { gained, lost } = diff([a], [b], exampleCatalogue);
  return { gained, lost };
};
const row = (kind: string, actions: string[], resourceNrns: string[] = [SERVERS], rest: object = {}) => ({
  kind,
  product: 'server',
  actions,
  resourceNrns,
  ...rest,
});

describe('the difference of two sets of policies', () => {
  it('names what a pattern stands for', () => {
    const a = policyOf(allowServer('ViewServer'));
    const b = policyOf(allowServer('*Server'));
    const actions = ['ChangeServer', 'CreateServer', 'DeleteServer', 'StartServer', 'StopServer'];
    expect(between(a, b)).toEqual({ gained: [row('allow', actions)], lost: [] });
  });

  it('puts resources together about which the same is said', () => {
    const b = policyOf(
      statementOf('Allow', 'server', ['StopServer', 'StartServer'], OTHER),
      statementOf('Allow', 'server', 'StartServer', ONE),
      statementOf('Allow', 'server', 'StopServer', ONE),
    );
    expect(between(policyOf(), b).gained).toEqual([row('allow', ['StartServer', 'StopServer'], [ONE, OTHER])]);
  });

  it('leaves out what a wider resource, or no condition, allows already', () => {
    const a = policyOf(allowServer('StopServer'), allowServer('StartServer', { condition: mfa }));
    const b = policyOf(
      statementOf('Allow', 'server', 'StopServer', ONE, { condition: mfa }),
      statementOf('Allow', 'server', 'StartServer', ONE),
    );
    expect(between(a, b)).toEqual({
      gained: [row('allow', ['StartServer'], [ONE])],
      lost: [row('allow', ['StopServer']), row('allow', ['StartServer'], [SERVERS], { condition: mfa })],
    });
  });

  it('tells of a Deny that went as of something gained', () => {
    const a = policyOf(allowServer('*'), denyServer('DeleteServer'));
    const b = policyOf(allowServer('*'));
    expect(between(a, b)).toEqual({ gained: [row('deny', ['DeleteServer'])], lost: [] });
    expect(between(b, a)).toEqual({ gained: [], lost: [row('deny', ['DeleteServer'])] });
  });

  it('leaves out an Allow that its own set denies anyhow', () => {
    const b = policyOf(allowServer(['StopServer', 'DeleteServer']), denyServer('Delete*'));
    expect(between(policyOf(), b).gained).toEqual([row('allow', ['StopServer'])]);
  });

  it('does not see another order, list or repetition as a difference', () => {
    const a = policyOf(
      allowServer(['StopServer', 'View*'], { condition: { StringEquals: { principalName: ['a', 'b'] }, ...mfa } }),
      allowServer('StartServer', { condition: mfa }),
    );
    const b = policyOf(
      allowServer('StartServer', { condition: { Bool: { mfaPresent: [true] } } }),
      allowServer(['ViewServers', 'ViewServer'], {
        condition: { ...mfa, StringEquals: { principalName: ['b', 'a', 'b'] } },
      }),
      allowServer('StopServer', { condition: { ...mfa, StringEquals: { principalName: ['b', 'a'] } } }),
    );
    // ViewImages is done to images: the pattern stood for it, too.
    expect(between(a, b)).toMatchObject({ gained: [], lost: [{ actions: ['ViewImages'] }] });
  });

  it('takes every product apart, and keeps patterns of those that it does not know', () => {
    const a = policyOf(statementOf('Allow', 'mail', 'Send*', '*'));
    const b = policyOf(statementOf('Allow', '*', ['View*', 'Send*'], '*'));
    const { gained, lost } = between(a, b);
    expect(lost).toEqual([]);
    const views = exampleCatalogue.products.map(({ product, actions }) => {
      const names = actions.map(({ action }) => action).filter((action) => action.startsWith('View'));
      return `${product}: ${names.sort().join()}`;
    });
    expect(views).toContain('server: ViewImages,ViewServer,ViewServers');
    const expected = [...views, '*: Send*,View*', 'mail: View*'].sort();
    expect(gained.map(({ product, actions }) => `${product}: ${actions.join()}`)).toEqual(expected);
  });

  it('tells of an Allow that went and whose errors refused what others allow', () => {
    const wrong = { IpAddress: { sourceIp: '203.0.113.0/33' } };
    const a = policyOf(allowServer('*'), allowServer('StopServer', { condition: wrong }));
    const b = policyOf(allowServer('*'));
    expect(between(a, b)).toEqual({
      gained: [row('error', ['StopServer'], [SERVERS], { condition: wrong })],
      lost: [],
    });
  });

  it('takes attached policies, too, and says when it is cut', () => {
    const attached = { policyId: 'p', version: 3, document: policyOf(allowServer('ViewServer')) };
    expect(diff([attached], [policyOf(allowServer('ViewServer'))], exampleCatalogue).gained).toEqual([]);
    const statements = Array.from({ length: MAX_ROWS + 1 }, (_, index) =>
      allowServer('ViewServer', { condition: { StringEquals: { principalId: String(index) } } }),
    );
    const cut = diff([{ version: 1, statements }], [], exampleCatalogue);
    expect([cut.gained.length, cut.lost.length, cut.isCut]).toEqual([0, MAX_ROWS, true]);
  });
});
