/**
 * Owns masking secrets in text that is about to be logged, by their shapes and by the names beside them.
 * Every pattern is linear in the length of the text; where text comes from and goes to belongs to the caller.
 */

/** What stands in the place of a secret. */
export const MASK = '***REDACTED***';

/**
 * Values that are secrets wherever they stand. A shape that must end in a certain way begins only where its run of
 * characters begins, so that no run is scanned twice.
 */
const SHAPES = new RegExp(
  [
    // Ours, and the signing secrets of Standard Webhooks.
    'gh_[0-9a-f]{12}_[\\w-]+',
    'whsec_[\\w+/=-]{8,}',
    // Model providers.
    '(?<![A-Za-z0-9])sk-[\\w-]{16,}',
    'AIza[\\w-]{30,}',
    // Slack, GitHub, GitLab, npm, AWS, Meta.
    'xox[a-z]-[\\w-]{8,}',
    'xapp-[\\w-]{8,}',
    'gh[pousr]_\\w{20,}',
    'github_pat_\\w{20,}',
    'glpat-[\\w-]{16,}',
    '(?<!\\w)npm_\\w{30,}',
    '(?:AKIA|ASIA)[0-9A-Z]{16}',
    '(?<!\\w)EAA[A-Za-z0-9]{30,}',
    'hooks\\.slack\\.com/services/[\\w/]+',
    '(?<=/api/webhooks/\\d{1,24}/)[\\w-]+',
    // Telegram and Discord bots.
    '(?<!\\d)\\d{6,12}:[\\w-]{30,}',
    '(?<![\\w-])[\\w-]{23,28}\\.[\\w-]{6,7}\\.[\\w-]{27,}',
    // JSON Web Tokens and private keys.
    '(?<![\\w-])eyJ[\\w-]{5,}\\.[\\w-]{5,}(?:\\.[\\w-]*)?',
    '(?<=-----BEGIN [A-Z ]{0,24}PRIVATE KEY-----)[\\w+/=\\s\\\\]+',
  ].join('|'),
  'g',
);

/** `Bearer x`, unless it is prose about bearer tokens. */
const BEARER = /\b(bearer\s{1,8})(?!tokens?(?![\w-]))[^\s"'\\,;]+/gi;

/** `user:password@` and `token@` of a URL. */
const USERINFO = /(?<=:\/\/)[^\s/"'<>\\]+@/g;

const NAMES =
  'api[_-]?key|secret|passw(?:or)?d|passphrase|pwd|private[_-]?key|credential|authorization|cookie|' +
  'token(?!s\\b|[_-]?(?:count|id|limit|type|usage))';

/**
 * A secret's name, what joins it to its value, and the value: quoted, quoted inside a JSON text, or bare.
 * Ids of tokens (`token:tok_…`) are no secrets.
 */
const PAIRS = new RegExp(
  `((?:${NAMES})[\\w-]{0,32})(\\\\?["'])?(\\s{0,4}[:=]\\s{0,4})` +
    `(?:(\\\\")(?:[^"\\\\]|\\\\[^"])*|(")(?:[^"\\\\]|\\\\.)*|(')[^']*|(?!tok_[0-9A-Z]{26})(?:(?:bearer|basic|digest|bot)\\s{1,4})?[^\\s"'\\\\,;&(){}[\\]]+)`,
  'gi',
);

/** A text without the secrets that can be recognised in it; JSON stays JSON. */
export function redact(text: string): string {
  return text
    .replace(SHAPES, MASK)
    .replace(BEARER, `$1${MASK}`)
    .replace(USERINFO, `${MASK}@`)
    .replace(PAIRS, maskPair);
}

function maskPair(
  _pair: string,
  name: string,
  closing: string | undefined,
  joint: string,
  escaped: string | undefined,
  double: string | undefined,
  single: string | undefined,
): string {
  const quote = escaped ?? double ?? single;
  if (quote !== undefined) return `${name}${closing ?? ''}${joint}${quote}${MASK}`;
  // A bare value after a quoted name is a JSON number or literal: the mask takes quotes of its own.
  const own = closing ?? '';
  return `${name}${own}${joint}${own}${MASK}${own}`;
}
