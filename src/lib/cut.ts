/**
 * Owns cutting text to a number of bytes. What is said of the rest that is lost belongs to the caller.
 */

/** The longest beginning of a text that takes at most `maxBytes` of UTF-8; the text itself where it fits. */
export function cutToBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  // A character takes a byte or more, so nothing after this many of them can be kept.
  const bytes = Buffer.from(text.slice(0, maxBytes));
  let end = maxBytes;
  // Bytes 10xxxxxx continue a character: one that does not fit as a whole goes as a whole.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
