/**
 * Owns what leaves the agent on its two outputs: nothing that the daemon would pass over without a word, and no note that shows a secret.
 * Reading messages is left to MarkerReader, which agent.test.ts reads them with.
 */
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { LONGEST_MESSAGE } from '../../src/domain/runtime/markers.ts';
import { loggerOver, noteTo, speakTo, TooLongError } from '../../src/runner/speech.ts';

function stream() {
  let text = '';
  const out = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { out, text: () => text };
}

test('a message that the daemon would not read is not sent, and the caller knows', async () => {
  const { out, text } = stream();
  const say = speakTo(out);
  // Each of these characters is six in JSON.
  const result = '\u0001'.repeat(LONGEST_MESSAGE / 6);
  await expect(say({ status: 'success', result })).rejects.toThrow(TooLongError);
  expect(text()).toBe('');
  await say({ status: 'success', result: 'short' });
  expect(text().split('\n')).toHaveLength(4);
});

test('a message that cannot be sent is an error of whoever sends it', async () => {
  const out = new Writable({ write: (_chunk, _encoding, done) => done(new Error('gone')) });
  out.on('error', () => undefined);
  await expect(speakTo(out)({ status: 'success', result: '' })).rejects.toThrow('gone');
});

test('a note is one short line without secrets', () => {
  const { out, text } = stream();
  loggerOver(noteTo(out)).warn(`a\r\nb sk-ant-${'x'.repeat(40)} ${'y'.repeat(10_000)}`);
  expect(text().split('\n')).toHaveLength(2);
  expect(text().length).toBeLessThanOrEqual(1001);
  expect(text()).toMatch(/^a b \*\*\*/);
});
