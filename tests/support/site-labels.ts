/**
 * Owns making a reference show every label that it has: all of its sections, with everything opened that can be opened.
 * Which labels there are to be is decided by scripts/docs/labels.yaml and compared by tests/docs/site.test.ts.
 */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { vi } from 'vitest';
import { PATIENCE } from './site.ts';

/** Lets the pages of a browser note which labels they ask for. */
export async function noteLabels(context: BrowserContext): Promise<void> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await context.addInitScript(NOTE);
}

/** The labels that a page has asked for until now, as `key: English`. */
export function listAsked(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('globalThis.askedLabels()');
}

/** Goes through a reference as a reader with much time would. */
export async function walkReference(page: Page, contract: string): Promise<void> {
  for (const place of listPlaces(JSON.parse(await readFile(contract, 'utf8')))) {
    await page.evaluate(`location.hash = "#/${place}"`);
    await waitUntil(page, `document.getElementById("${place}") !== null`);
    // What opens may have something to open in it.
    while ((await page.evaluate<number>(PRESS)) > 0);
    await page.keyboard.press('Escape');
  }
  // What was opened may still move, and take the link away from under the pointer.
  const isShown = async () => {
    await page.locator('[data-deep-link-anchor] a').last().hover();
    return await page.getByTestId('deep-link-tooltip').isVisible();
  };
  await vi.waitUntil(isShown, { timeout: PATIENCE, interval: 200 });
  await page.getByLabel('Hide sidebar').click();
  await page.getByLabel('Show sidebar').click();
  // The last of the buttons below the menu sets the examples below the texts instead of beside them.
  await page.locator('[data-component-name="Sidebar/SidebarActions"] svg').last().click();
  await page.evaluate('location.hash = "#/nowhere"');
  await page.getByText('/nowhere', { exact: true }).waitFor();
}

interface Contract {
  readonly paths: PathItems;
  readonly webhooks?: PathItems;
}
type PathItems = Readonly<Record<string, Readonly<Record<string, Operation>>>>;
interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
}

/** The addresses of all sections within the reference. */
function listPlaces(contract: Contract): string[] {
  const operations = [contract.paths, contract.webhooks ?? {}]
    .flatMap((items) => Object.values(items))
    .flatMap((item) => Object.values(item));
  const places = operations.flatMap(({ operationId, tags: [tag] = [] }) =>
    operationId === undefined || tag === undefined
      ? []
      : [tag, `${tag}/${operationId.toLowerCase()}`],
  );
  return [...new Set(places)];
}

function waitUntil(page: Page, condition: string): Promise<boolean> {
  return vi.waitUntil(() => page.evaluate<boolean>(condition), {
    timeout: PATIENCE,
    interval: 20,
  });
}

// What runs in the page is text: this project knows no DOM.
const NOTE = `{
  let ask;
  const asked = new Set();
  globalThis.askedLabels = () => [...asked];
  const note = (key, english) => {
    if (key) asked.add(key + ': ' + english);
    return ask(key, english);
  };
  Object.defineProperty(globalThis, 'redocLabel', { get: () => note, set: (own) => { ask = own } });
}`;

/**
 * Presses every button once that opens or closes something. Those that lead elsewhere have a verb or are known by name, and
 * refusals are alike.
 */
const PRESS = `{
  const elsewhere = /^(light|dark|Open in new tab|Open navigation menu|Hide sidebar|(get|post|put|patch|delete).*|[45][0-9][0-9])$/i;
  globalThis.pressed ??= new Set();
  const buttons = [...document.querySelectorAll('#redoc button')].filter(
    (one) => !pressed.has(one) && !elsewhere.test(one.getAttribute('aria-label') ?? one.textContent),
  );
  for (const button of buttons) {
    pressed.add(button);
    button.click();
  }
  buttons.length
}`;
