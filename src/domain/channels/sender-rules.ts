/**
 * Owns the sender allowlist: what a valid one looks like, and whom it lets in. Storing it and acting on a judgement is left to others.
 */

/** Who may write in a chat. */
export interface SenderRule {
  /** `*` for everyone, or the platform's identifiers of the senders allowed. */
  readonly allow: '*' | readonly string[];
  /** What happens to others: their messages are stored but wake nobody, or they are not stored. */
  readonly mode: 'trigger' | 'drop';
}

/** The sender allowlist. */
export interface SenderRules {
  readonly default: SenderRule;
  /** By the normal address of the chat; such a rule replaces the default. */
  readonly chats: Readonly<Record<string, SenderRule>>;
  /** Whether refused senders are written to the log. */
  readonly logDenied: boolean;
}

/** One fault of a list. */
export interface RuleIssue {
  /** Dotted path of what is wrong, such as `chats.tg:1.mode`; empty for the whole list. */
  readonly path: string;
  /** What is wrong with it, as the end of a sentence that begins with its name. */
  readonly message: string;
}

/** The list that holds until one is set: everyone may write. */
export const OPEN_RULES: SenderRules = {
  default: { allow: '*', mode: 'trigger' },
  chats: {},
  logDenied: true,
};

const MOST_CHATS = 1000;
const MOST_SENDERS = 1000;
const LONGEST_SENDER = 256;
/** More faults than this are not worth a caller's reading. */
const MOST_ISSUES = 20;
/** Paths repeat names that callers have made up; longer ones are cut. */
const LONGEST_NAME = 200;

/**
 * What happens to a message: it counts, it is stored but wakes nobody (`mute`), or it is not stored.
 * @param jid the normal address of the chat
 */
export function judge(
  rules: SenderRules,
  jid: string,
  sender: string,
): 'allowed' | 'mute' | 'drop' {
  const own = Object.hasOwn(rules.chats, jid) ? rules.chats[jid] : undefined;
  const { allow, mode } = own ?? rules.default;
  if (allow === '*' || allow.includes(sender)) return 'allowed';
  return mode === 'drop' ? 'drop' : 'mute';
}

/**
 * Reads a list that somebody wants to set: as a whole or, with one fault in it, not at all.
 * @param normalize the one way to write an address; null for what is none
 */
export function readRules(
  input: unknown,
  normalize: (jid: string) => string | null,
): { rules: SenderRules } | { issues: RuleIssue[] } {
  const issues: RuleIssue[] = [];
  const fault: Fault = (path, message) => {
    if (issues.length < MOST_ISSUES) issues.push({ path: path.map(cutName).join('.'), message });
  };
  const fields = readObject(input, [], ['default', 'chats', 'logDenied'], ['default'], fault);
  const rule = fields.has('default') ? readRule(fields.get('default'), ['default'], fault) : null;
  const chats = readChats(fields.has('chats') ? fields.get('chats') : {}, normalize, fault);
  const logDenied = fields.has('logDenied') ? fields.get('logDenied') : true;
  if (typeof logDenied !== 'boolean') fault(['logDenied'], 'must be boolean');
  if (issues.length > 0 || rule === null || typeof logDenied !== 'boolean') return { issues };
  return { rules: { default: rule, chats: Object.fromEntries(chats), logDenied } };
}

type Path = readonly string[];
type Fault = (path: Path, message: string) => void;

function readChats(
  input: unknown,
  normalize: (jid: string) => string | null,
  fault: Fault,
): Map<string, SenderRule> {
  const chats = new Map<string, SenderRule>();
  if (!isObject(input)) {
    fault(['chats'], 'must be object');
    return chats;
  }
  const entries = Object.entries(input);
  if (entries.length > MOST_CHATS) {
    fault(['chats'], `must NOT have more than ${MOST_CHATS} properties`);
    return chats;
  }
  const seen = new Set<string>();
  for (const [written, value] of entries) {
    const path = ['chats', written];
    const jid = normalize(written);
    if (jid === null) fault(path, 'is not the address of a chat');
    else if (seen.has(jid)) fault(path, `is the same chat as another entry: ${jid}`);
    const rule = readRule(value, path, fault);
    if (jid === null) continue;
    seen.add(jid);
    if (rule !== null) chats.set(jid, rule);
  }
  return chats;
}

function readRule(input: unknown, path: Path, fault: Fault): SenderRule | null {
  const fields = readObject(input, path, ['allow', 'mode'], ['allow', 'mode'], fault);
  const allow = fields.has('allow') ? readAllow(fields.get('allow'), path, fault) : null;
  const mode = fields.get('mode');
  const isMode = mode === 'trigger' || mode === 'drop';
  if (fields.has('mode') && !isMode) fault([...path, 'mode'], 'must be one of trigger, drop');
  return allow === null || !isMode ? null : { allow, mode };
}

function readAllow(input: unknown, path: Path, fault: Fault): SenderRule['allow'] | null {
  if (input === '*') return '*';
  const at = [...path, 'allow'];
  if (!Array.isArray(input)) {
    fault(at, 'must be * or a list of senders');
    return null;
  }
  if (input.length > MOST_SENDERS) {
    fault(at, `must NOT have more than ${MOST_SENDERS} items`);
    return null;
  }
  const senders: string[] = [];
  for (const [index, sender] of input.entries()) {
    if (typeof sender === 'string' && sender !== '' && sender.length <= LONGEST_SENDER) {
      senders.push(sender);
    } else {
      fault([...at, String(index)], `must be a string of 1 to ${LONGEST_SENDER} characters`);
    }
  }
  return senders;
}

/** What an object has of its own; nothing where the input is none. */
function readObject(
  input: unknown,
  path: Path,
  known: readonly string[],
  required: readonly string[],
  fault: Fault,
): Map<string, unknown> {
  if (!isObject(input)) {
    fault(path, 'must be object');
    return new Map();
  }
  const fields = new Map(Object.entries(input));
  for (const name of fields.keys()) {
    if (!known.includes(name)) fault([...path, name], 'is not a known property');
  }
  for (const name of required) {
    if (!fields.has(name)) fault([...path, name], 'is required');
  }
  return fields;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const cutName = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
