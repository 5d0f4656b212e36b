/**
 * Owns which addresses and URLs the guard lets through. That connections obey it is proven in adapters/hooks/ssrf.test.ts.
 */
import { isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  isAllowedHost,
  isExempt,
  isPublicAddress,
  openAddresses,
  urlFault,
} from '../../src/lib/ssrf-guard.ts';
import { closedAddresses, hostileUrls } from './hostile.ts';

describe('an address', () => {
  it.each(closedAddresses)('%s is not public', (address) => {
    expect(isIP(address), 'the corpus holds addresses only').not.toBe(0);
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '93.184.215.14', '100.63.255.255'],
    ...['100.128.0.0', '126.255.255.255', '128.0.0.1', '169.253.255.255', '169.255.0.0'],
    ...['172.15.255.255', '172.32.0.0', '192.0.1.0', '192.167.255.255', '192.169.0.0'],
    ...['198.17.255.255', '198.20.0.0', '203.0.112.255', '203.0.114.0', '223.255.255.255'],
    ...['2606:4700::1111', '2a00:1450:4001::200e', '2001:200::1', '2001:4860:4860::8888'],
    ...['2400::1', '2003::1', '3ffd::1'],
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(['', 'localhost', '127.1', '0x7f.0.0.1', '1.1.1.1 ', '1.1.1', '::g', 'fe80::1%lo'])(
    '%j is none',
    (text) => {
      expect(isPublicAddress(text)).toBe(false);
    },
  );
});

describe('a URL', () => {
  it('that leads to a place that is not public is refused in every spelling', () => {
    expect(hostileUrls(8080).filter((url) => urlFault(url, []) === null)).toEqual([]);
  });

  it.each([
    ['ftp://example.com/', 'http or https'],
    ['example.com/hook', 'no URL'],
    ['http://user@example.com/', 'user or password'],
    ['http://:secret@example.com/', 'user or password'],
    ['http://127.0.0.1/', 'private or reserved'],
    ['http://localhost/', 'this machine'],
  ])('%s is refused with a reason', (url, reason) => {
    expect(urlFault(url, [])).toContain(reason);
  });

  it.each([
    'https://example.com/webhook',
    'http://example.com:8080/a?b=c',
    'https://93.184.215.14/',
    'https://[2606:4700::1111]/',
    'https://localhost.example.com/',
  ])('%s may be tried', (url) => {
    expect(urlFault(url, [])).toBeNull();
  });
});

describe('an exemption', () => {
  it.each([
    ['http://127.0.0.1:9000/', '127.0.0.1:9000', true],
    ['http://127.1:9000/', '127.0.0.1:9000', true],
    ['http://127.0.0.1:9001/', '127.0.0.1:9000', false],
    ['http://127.0.0.2:9000/', '127.0.0.1:9000', false],
    ['http://127.0.0.1:9001/', '127.0.0.1', true],
    ['http://localhost/', 'localhost:80', true],
    ['https://localhost/', 'localhost:80', false],
    ['https://localhost/', 'LOCALHOST:443', true],
    ['http://sub.localhost/', 'localhost', false],
    ['http://localhost.evil.com/', 'localhost', false],
    ['http://evil-localhost/', 'localhost', false],
    ['http://[::1]:9000/', '[::1]:9000', true],
    ['http://[::1]:9000/', '[0:0::1]', true],
    ['http://[::2]:9000/', '[::1]', false],
  ])('%s with %s allowed: %s', (url, entry, expected) => {
    expect(isExempt(new URL(url), [entry])).toBe(expected);
  });

  it('does not take credentials along', () => {
    expect(urlFault('http://a:b@localhost/', ['localhost'])).toContain('user or password');
  });

  it.each([
    ['localhost', true],
    ['127.0.0.1:9000', true],
    ['[::1]:9000', true],
    ['*', false],
    ['*.example.com', false],
    ['http://localhost', false],
    ['localhost/path', false],
    ['::1', false],
    ['localhost:', false],
    ['localhost:99999', false],
    ['10.0.0.0/8', false],
    ['', false],
  ])('%j as an entry: %s', (entry, expected) => {
    expect(isAllowedHost(entry)).toBe(expected);
  });
});

describe('addresses of a name', () => {
  const found = [{ address: '127.0.0.1' }, { address: '1.1.1.1' }, { address: 'fd00::1' }];

  it('are let through one by one', () => {
    expect(openAddresses(new URL('http://mixed.example/'), found, [])).toEqual([
      { address: '1.1.1.1' },
    ]);
  });

  it('are all let through for an exempt host', () => {
    expect(openAddresses(new URL('http://mixed.example/'), found, ['mixed.example'])).toEqual(
      found,
    );
  });
});
