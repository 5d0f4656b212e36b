/**
 * Owns a bundled document of anybody's: what stands at a JSON pointer, and what its references lead to. What its parts mean belongs to
 * contract.ts.
 */

/** A node of a contract. */
export type Node = Readonly<Record<string, unknown>>;

/** A contract that cannot be worked with, in words for whoever gave it. */
export class ContractUnreadable extends Error {
  override readonly name = 'ContractUnreadable';
}

const LONGEST_CHAIN = 50;

/** True for an object, arrays not among them. */
export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value if it is a list, else nothing. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A part of a JSON pointer as it is written. */
export const escapePart = (part: string): string =>
  part.replaceAll('~', '~0').replaceAll('/', '~1');

/** A document whose references all lead to a place inside of it. */
export class BundledDocument {
  readonly document: Node;

  /** @throws ContractUnreadable for a reference that leads out of it or to nothing */
  constructor(document: Node) {
    this.document = document;
    this.#checkReferences();
  }

  /** What is at a JSON pointer; undefined when nothing is. */
  at(pointer: string): unknown {
    let node: unknown = this.document;
    for (const part of pointer.split('/').slice(1)) {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
      node = typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
    }
    return node;
  }

  /** Follows references from a value that stands at a pointer. @throws ContractUnreadable where there is no object */
  follow(value: unknown, pointer: string): { node: Node; pointer: string } {
    let [found, place] = [value, pointer];
    for (let step = 0; step < LONGEST_CHAIN; step += 1) {
      if (!isNode(found)) break;
      if (typeof found.$ref !== 'string') return { node: found, pointer: place };
      place = found.$ref.slice(1);
      found = this.at(place);
    }
    throw new ContractUnreadable(`the contract has no object at ${place}`);
  }

  /** What a value refers to; an empty object where it is none. */
  resolve(value: unknown): Node {
    return isNode(value) ? this.follow(value, '').node : {};
  }

  #checkReferences(): void {
    const open: unknown[] = [this.document];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (typeof next !== 'object' || next === null) continue;
      if ('$ref' in next && typeof next.$ref === 'string') {
        const { $ref } = next;
        if (!$ref.startsWith('#/'))
          throw new ContractUnreadable(`the contract refers to ${$ref}: bundle it into one file`);
        if (this.at($ref.slice(1)) === undefined)
          throw new ContractUnreadable(`the contract has nothing at ${$ref}`);
      }
      open.push(...Object.values(next).filter((one) => one !== undefined));
    }
  }
}
