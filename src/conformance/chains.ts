/**
 * Owns the checks that go over several requests: what was made is found by the links of its answer, is what was made, and can be
 * deleted. It also keeps account of everything that the run has made, and removes it in the end.
 */
import type { ContractOperation, Link } from './contract.ts';
import { isNode } from './document.ts';
import { type Draft, exampleDraft, exampleDrafts, NO_CREDENTIAL, toRequest } from './drafts.ts';
import { brief } from './faults.ts';
import { fittingBodies } from './generate.ts';
import type { Answer, Prober } from './prober.ts';
import { checkFinite, isFiniteStream } from './streams.ts';

const MOST_REMAINS = 20_000;
const MISSING: ReadonlySet<number> = new Set([404, 410]);

/** The value of a runtime expression; only what an answer's body holds is known. */
export function evaluate(expression: string, body: unknown): string | null {
  const pointer = /^\$response\.body#(\/.*)$/.exec(expression)?.[1];
  if (pointer === undefined) return null;
  let node = body;
  for (const part of pointer.split('/').slice(1))
    node = isNode(node) ? node[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  return typeof node === 'string' || typeof node === 'number' ? String(node) : null;
}

/** The draft of a linked operation; null when the answer does not tell what it needs. */
export function linkedDraft(target: ContractOperation, link: Link, body: unknown): Draft | null {
  const draft = exampleDraft(target);
  const path: Record<string, string> = { ...draft.path };
  const query: Record<string, string> = { ...draft.query };
  for (const [name, expression] of Object.entries(link.parameters)) {
    const value = evaluate(expression, body);
    if (value === null) return null;
    const bare = name.replace(/^(path|query)\./, '');
    if (target.parameters.some((one) => one.name === bare && one.in === 'query'))
      query[bare] = value;
    else path[bare] = value;
  }
  return { ...draft, path, query };
}

/** What a run has made and has to remove. */
export class Remains {
  readonly #prober: Prober;
  readonly #left = new Map<string, { operation: ContractOperation; draft: Draft }>();

  constructor(prober: Prober) {
    this.#prober = prober;
  }

  /** Looks whether an answer tells of something made. */
  note(operation: ContractOperation, answer: Answer): void {
    if (operation.method === 'delete') return;
    for (const { target, draft } of linksOf(this.#prober, operation, answer)) {
      if (target.method !== 'delete' || this.#left.size >= MOST_REMAINS) continue;
      const { target: line } = toRequest(target, draft, NO_CREDENTIAL);
      this.#left.set(`${target.id} ${line}`, { operation: target, draft });
    }
  }

  /** Forgets what is removed already. */
  forget(operation: ContractOperation, draft: Draft): void {
    const { target: line } = toRequest(operation, draft, NO_CREDENTIAL);
    this.#left.delete(`${operation.id} ${line}`);
  }

  /** Removes everything; what cannot be removed is left. @throws Abort */
  async remove(prober: Prober): Promise<void> {
    for (const [key, { operation, draft }] of this.#left) {
      this.#left.delete(key);
      await prober.draft(operation, draft);
    }
  }
}

function linksOf(prober: Prober, operation: ContractOperation, answer: Answer) {
  return operation.links.flatMap((link) => {
    const target = prober.contract.find(link.operationId);
    const draft = target && linkedDraft(target, link, answer.body);
    return target && draft ? [{ target, draft }] : [];
  });
}

/** Reads come first, what changes it after that, and its end last. */
const ORDER = ['get', 'put', 'patch', 'post', 'delete'];

/** Makes something and follows the links. @returns whether anything was made; @throws Abort */
export async function checkChain(
  prober: Prober,
  operation: ContractOperation,
  remains: Remains,
  seed: number,
): Promise<boolean> {
  const made = await make(prober, operation, seed);
  if (made === null) {
    prober.record.skip('created-is-found', operation.id, 'nothing could be made here');
    return false;
  }
  const steps = linksOf(prober, operation, made).sort(
    (left, right) => ORDER.indexOf(left.target.method) - ORDER.indexOf(right.target.method),
  );
  const [reader] = steps.filter(({ target }) => target.method === 'get');
  for (const { target, draft } of steps) {
    const request = toRequest(target, draft, NO_CREDENTIAL);
    const answer = await prober.draft(target, draft);
    if (answer === null) continue;
    const { status } = answer;
    // Only here there is something that it can tell of.
    if (status < 300 && isFiniteStream(target)) await checkFinite(prober, target, draft);
    const isDelete = target.method === 'delete';
    if (isDelete && status < 300) remains.forget(target, draft);
    const fault =
      MISSING.has(status) || (isDelete && status >= 400)
        ? `what ${operation.id} had just made was answered ${status}: ${brief(answer)}`
        : null;
    prober.verdict(isDelete ? 'deleted-is-gone' : 'created-is-found', target, request, fault);
    if (target.method === 'get' && status < 300)
      prober.verdict('created-is-same', target, request, difference(made.body, answer.body));
    // After every change it is still there.
    if (!isDelete && target.method !== 'get' && reader !== undefined)
      await expectFound(prober, reader);
  }
  return true;
}

async function expectFound(
  prober: Prober,
  { target, draft }: { target: ContractOperation; draft: Draft },
): Promise<void> {
  const answer = await prober.draft(target, draft);
  if (answer === null) return;
  const fault = MISSING.has(answer.status) ? `was answered ${answer.status} after a change` : null;
  prober.verdict('created-is-found', target, toRequest(target, draft, NO_CREDENTIAL), fault);
}

/** Tries the examples, then bodies that fit the schema. */
async function make(
  prober: Prober,
  operation: ContractOperation,
  seed: number,
): Promise<Answer | null> {
  const drafts = exampleDrafts(operation);
  const [first] = drafts;
  if (first !== undefined && operation.body !== null)
    for (const body of fittingBodies(prober.contract, operation.body.schema, seed))
      drafts.push({ ...first, body });
  for (const draft of drafts) {
    const answer = await prober.draft(operation, draft);
    if (answer !== null && answer.status < 300) return answer;
  }
  return null;
}

/** What two descriptions of one thing say differently: identifiers that are in both. */
function difference(made: unknown, read: unknown): string | null {
  if (!isNode(made) || !isNode(read)) return null;
  for (const name of ['id', 'name', 'jid']) {
    if (typeof made[name] !== 'string' || typeof read[name] !== 'string') continue;
    if (made[name] !== read[name])
      return `${name} was ${made[name]} and is read back as ${read[name]}`;
  }
  return null;
}
