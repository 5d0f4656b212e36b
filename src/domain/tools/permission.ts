/**
 * Owns the patterns of names by which tools are allowed and denied. Where the patterns come from belongs to the caller.
 */

/** Says whether tools may be used by their names: not what `deny` names, and only what `allow` names unless that is empty. */
export function makePermission(
  allow: readonly string[],
  deny: readonly string[],
): (name: string) => boolean {
  const [allowed, denied] = [allow.map(readPattern), deny.map(readPattern)];
  return (name) =>
    !denied.some((fits) => fits(name)) &&
    (allowed.length === 0 || allowed.some((fits) => fits(name)));
}

/** `*` stands for any text. Each piece is looked for once, from left to right, so that no pattern takes long. */
function readPattern(pattern: string): (name: string) => boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return (name) => name === first;
  return (name) => {
    if (!name.startsWith(first) || !name.endsWith(last)) return false;
    let at = first.length;
    for (const piece of others) {
      const found = name.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= name.length - last.length;
  };
}
