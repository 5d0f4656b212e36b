/**
 * Owns the corpus of addresses and URLs that lead, in one spelling or another, to places that are not public.
 * That none of them gets through is proven in ssrf-guard.test.ts and adapters/hooks/ssrf.test.ts.
 */

/** IPv4 addresses at both ends of every block that is not public, and well-known ones inside. */
export const closedV4: readonly string[] = [
  ...['0.0.0.0', '0.0.0.1', '0.255.255.255'],
  ...['10.0.0.0', '10.0.0.1', '10.128.3.4', '10.255.255.255'],
  ...['100.64.0.0', '100.100.100.200', '100.127.255.255'],
  ...['127.0.0.0', '127.0.0.1', '127.0.0.2', '127.1.2.3', '127.255.255.255'],
  ...['168.63.129.16', '169.254.0.0', '169.254.169.254', '169.254.170.2', '169.254.255.255'],
  ...['172.16.0.0', '172.17.0.1', '172.31.255.255'],
  ...['192.0.0.0', '192.0.0.170', '192.0.0.192', '192.0.0.255', '192.0.2.0', '192.0.2.255'],
  ...['192.88.99.0', '192.88.99.1', '192.88.99.255'],
  ...['192.168.0.0', '192.168.1.1', '192.168.255.255'],
  ...['198.18.0.0', '198.18.0.1', '198.19.255.255', '198.51.100.0', '198.51.100.255'],
  ...['203.0.113.0', '203.0.113.255'],
  ...['224.0.0.0', '224.0.0.1', '239.255.255.250', '239.255.255.255'],
  ...['240.0.0.0', '247.1.2.3', '255.255.255.254', '255.255.255.255'],
];

/** The two groups of hex digits of an IPv4 address inside an IPv6 one. */
function groups(v4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = v4.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

/** IPv6 addresses that are not public by themselves. */
export const closedV6: readonly string[] = [
  ...['::', '::1', '::2', '::ffff:ffff', '0:0:0:0:0:0:0:1'],
  ...['fe80::', 'fe80::1', 'febf:ffff::1', 'fec0::1', 'feff::1'],
  ...['fc00::', 'fc00::1', 'fd00::1', 'fd00:ec2::254', 'fdff:ffff:ffff:ffff::1'],
  ...['ff00::', 'ff01::1', 'ff02::1', 'ff02::fb', 'ff05::2', 'ff0e::1', 'ffff::1'],
  ...['100::', '100::1', '100:0:0:1::1', '64:ff9b:1::1', '64:ff9b:1:ffff::1'],
  ...['2001::', '2001::1', '2001:1::1', '2001:2::1', '2001:10::1', '2001:1f::1', '2001:20::1'],
  ...['2001:2f::1', '2001:1ff::1', '2001:db8::', '2001:db8::1', '2001:db8:ffff::1'],
  ...['2002::', '2002::1', '3ffe::1', '3fff::', '3fff::1', '3fff:fff::1', '5f00::1', '4000::1'],
];

/** An IPv4 address that is not public, inside IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo. */
const insideV6 = (v4: string): string[] => [
  `::ffff:${v4}`,
  `::ffff:${groups(v4)}`,
  `0:0:0:0:0:ffff:${groups(v4)}`,
  `::${v4}`,
  `::ffff:0:${groups(v4)}`,
  `64:ff9b::${v4}`,
  `64:ff9b::${groups(v4)}`,
  `64:ff9b:1::${groups(v4)}`,
  `2002:${groups(v4)}::1`,
  `2001:0:${groups(v4)}::1`,
];

/** Every address of the corpus. */
export const closedAddresses: readonly string[] = [
  ...closedV4,
  ...closedV6,
  ...closedV4.flatMap(insideV6),
];

/** Spellings of an IPv4 address that some parser takes for it. */
function spellings(v4: string): string[] {
  const parts = v4.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const octal = (n: number) => `0${n.toString(8)}`;
  const hex = (n: number) => `0x${n.toString(16)}`;
  return [
    v4,
    `${v4}.`,
    String(whole),
    hex(whole),
    hex(whole).toUpperCase(),
    octal(whole),
    parts.map(octal).join('.'),
    parts.map(hex).join('.'),
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${hex(a)}.${octal(b)}.${c}.${d}`,
    parts.map((n) => `00${octal(n)}`).join('.'),
    v4.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    v4.replaceAll('.', '。'),
    v4.replaceAll('.', '%2e'),
    v4.replaceAll(/\d/g, (digit) => `%3${digit}`),
  ];
}

/** Names that mean this machine, or are put there by many resolvers. */
const NAMES = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'ｌｏｃａｌｈｏｓｔ',
  'loc%61lhost',
];

/** URLs to a port of this machine, in every spelling. */
export function hostileUrls(port: number): string[] {
  const hosts = [
    ...['127.0.0.1', '127.1.2.3', '0.0.0.0', '10.0.0.1', '169.254.169.254', '192.168.1.1'].flatMap(
      spellings,
    ),
    ...closedV6.map((address) => `[${address}]`),
    ...closedV4,
    ...['127.0.0.1', '10.0.0.1', '169.254.169.254'].flatMap(insideV6).map((one) => `[${one}]`),
    ...NAMES,
    '[::1%25lo]',
    '[0000:0000:0000:0000:0000:0000:0000:0001]',
  ];
  return [
    ...hosts.map((host) => `http://${host}:${port}/`),
    ...hosts.map((host) => `https://${host}:${port}/`),
    `http://example.com@127.0.0.1:${port}/`,
    `http://user:pass@127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}#@example.com/`,
    `http://127.0.0.1:${port}\\@example.com/`,
    `http:\\\\127.0.0.1:${port}\\`,
    `http:/127.0.0.1:${port}/`,
    `http:127.0.0.1:${port}/`,
    `http:///127.0.0.1:${port}/`,
    `ht\ntp://127.0.0.1:${port}/`,
    ` http://127.0.0.1:${port}/`,
    `http://127.0.0.1\t:${port}/`,
    `http://0:${port}/`,
    `http://127.1:${port}/`,
    `ftp://127.0.0.1:${port}/`,
    `file:///etc/passwd`,
    `gopher://127.0.0.1:${port}/`,
    `javascript:alert(1)`,
    `//127.0.0.1:${port}/`,
    `127.0.0.1:${port}`,
    '',
  ];
}
