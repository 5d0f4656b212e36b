/**
 * Owns what masking must and must not take out of a text, and that no text makes it slow.
 * Where it is applied is in the tests of the log.
 */
import { describe, expect, it } from 'vitest';
import { MASK, redact } from '../../src/lib/redact.ts';

/** Put together here, so that no scanner takes them for leaked ones. */
const secret = (...parts: string[]) => parts.join('');

const shapes: [string, string][] = [
  ['a token of ours', secret('gh_0123456789ab_', 'Ab-_9'.repeat(8), 'xyz')],
  ['a signing secret', secret('whsec_', 'C2FVsBQIhrscChlQIMV+b5sSYspob7oD')],
  ['an Anthropic key', secret('sk-ant-api03-', 'abcDEF123_-'.repeat(4))],
  ['an OpenAI key', secret('sk-proj-', 'a1B2'.repeat(10))],
  ['a Google key', secret('AIza', 'SyD4iE2xVSpkLLOXoyqT-KuPwAzgeN3_abc')],
  ['a Slack bot token', secret('xoxb-', '123456789012-abcdefABCDEF')],
  ['a Slack app token', secret('xapp-', '1-A111-222-abcdef')],
  ['a Slack webhook', secret('hooks.slack.com', '/services/T00/B00/XXXXXXXX')],
  ['a GitHub token', secret('ghp_', 'abcdefghijABCDEFGHIJ0123456789abcdef')],
  ['an AWS key id', secret('AKIA', 'IOSFODNN7EXAMPLE')],
  ['a Telegram token', secret('110201543:', 'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw')],
  [
    'a Discord token',
    secret('MTk4NjIyNDgzNDcxOTI1MjQ4', '.Cl2FMQ.', 'ZnCjm1XVW7vRze4b7Cq4se7kKWs'),
  ],
  ['a JSON Web Token', secret('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0In0', '.dozjgNryP4J3jVmN')],
  ['a Meta token', secret('EAA', 'GaBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789')],
];

describe('secrets by their shape', () => {
  it.each(shapes)('masks %s anywhere in a text', (_name, text) => {
    expect(redact(`before ${text} after`)).toBe(`before ${MASK} after`);
    expect(redact(JSON.stringify({ note: `(${text})` }))).toBe(`{"note":"(${MASK})"}`);
    expect(redact(`/path/${text}`)).not.toContain(text);
  });

  it('masks the inside of a private key', () => {
    const key = `-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAK\nabc=\n-----END RSA PRIVATE KEY-----`;
    expect(redact(key)).toBe(`-----BEGIN RSA PRIVATE KEY-----${MASK}-----END RSA PRIVATE KEY-----`);
    expect(redact(JSON.stringify({ key }))).not.toContain('MIIB');
  });
});

describe('secrets by what stands before them', () => {
  it.each([
    ['Authorization: Bearer abc.def', `Authorization: ${MASK}`],
    ['sent Bearer s3cret, then', `sent Bearer ${MASK}, then`],
    ['authorization: Basic dXNlcjpwYXNz', `authorization: ${MASK}`],
    ['api_key=abc123&x=1', `api_key=${MASK}&x=1`],
    ['x-api-key: abc123', `x-api-key: ${MASK}`],
    ['OPENAI_API_KEY=abc123', `OPENAI_API_KEY=${MASK}`],
    ['password = hunter2;', `password = ${MASK};`],
    ["db_password: 'hun ter2'", `db_password: '${MASK}'`],
    ['{"clientSecret":"a\\"b c","n":1}', `{"clientSecret":"${MASK}","n":1}`],
    ['{"password":123456,"n":1}', `{"password":"${MASK}","n":1}`],
    ['"{\\"token\\":\\"a b\\"}"', `"{\\"token\\":\\"${MASK}\\"}"`],
    ['https://user:p@ss@host/path', `https://${MASK}@host/path`],
    ['redis://:hunter2@host:6379', `redis://${MASK}@host:6379`],
    ['wss://h/?access_token=abc&v=2', `wss://h/?access_token=${MASK}&v=2`],
    ['secret: first\nsecond', `secret: ${MASK}\nsecond`],
  ])('masks %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
    expect(redact(expected)).toBe(expected);
  });
});

describe('what is no secret', () => {
  it.each([
    'A bearer token is required',
    'The bearer token is not valid, expired or revoked',
    '{"actor":"token:tok_01JPWXYZ3T8M6V0C5K2N9B7Q4R","status":201}',
    '{"token_usage":{"input":5,"output":7},"max_tokens":100}',
    '{"input_tokens":5,"token_count":12}',
    'sess_01JPWXYZ3T8M6V0C5K2N9B7Q4R was made by req_01JPWXYZ3T8M6V0C5K2N9B7Q4R',
    'task-list-of-the-whole-long-week is done',
    'listening: prx http://127.0.0.1:3120, agent http://127.0.0.1:8000',
    'see https://example.com/a@b and mail me@example.com',
    'at Object.<anonymous> (/srv/app/dist/main.js:10:20)',
    '2026-03-21T10:15:30.123Z 12:30',
  ])('leaves %s alone', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('time', () => {
  const size = 200_000;
  it.each([
    ['a run of letters', 'a'.repeat(size)],
    ['token after token', 'eyJa'.repeat(size / 4)],
    ['tokens that never end', 'eyJ-'.repeat(size / 4)],
    ['dots', 'a.'.repeat(size / 2)],
    ['digits', '1234567:'.repeat(size / 8)],
    ['names of secrets', 'password'.repeat(size / 8)],
    ['names and joints', 'secret: '.repeat(size / 8)],
    ['open quotes', 'token="'.repeat(size / 7)],
    ['escaped quotes', 'token:\\"\\\\'.repeat(size / 9)],
    ['blanks', `bearer${' '.repeat(size)}`],
    ['schemes', 'bearer '.repeat(size / 7)],
    ['slashes', '://'.repeat(size / 3)],
    ['at signs', `://${'@a'.repeat(size / 2)}`],
    ['beginnings of keys', '-----BEGIN PRIVATE KEY-----'.repeat(size / 27)],
    ['dashes', '-'.repeat(size)],
  ])('is linear for %s', (_name, text) => {
    const time = (input: string) => {
      const begun = process.cpuUsage();
      redact(input);
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1000;
    };
    time(text.slice(0, 1000));
    // A quadratic pattern takes minutes for this much; a linear one some milliseconds.
    expect(time(text)).toBeLessThan(500);
  });
});
