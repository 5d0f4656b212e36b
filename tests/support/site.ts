/**
 * Owns looking at the documentation site in a real browser: which browser there is, what goes wrong on a page, when it is alive.
 * What is looked at is decided by tests/docs/site.test.ts.
 */
import { existsSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { vi } from 'vitest';

/** A reference is a large page, and the machine may be busy. */
export const PATIENCE = 240_000;

/** Chromium of this machine, if it has one. */
export const chromiumPath = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => `/usr/bin/${name}`)
  .find((path) => existsSync(path));
if (chromiumPath === undefined && process.env.GATEHOUSE_REQUIRE_BROWSER === '1') {
  throw new Error('GATEHOUSE_REQUIRE_BROWSER is set, and there is no Chromium in /usr/bin');
}

// What runs in the page is text: this project knows no DOM.
const ALIVE =
  '((root) => root === null || Object.keys(root).some((key) => key.startsWith("__reactContainer")))(document.getElementById("redoc"))';

/** A page that notes what goes wrong on it: errors, failed requests, and any request to elsewhere. */
export async function watch(
  context: BrowserContext,
  home: string,
): Promise<Page & { complaints: string[] }> {
  const complaints: string[] = [];
  const page = Object.assign(await context.newPage(), { complaints });
  page.on('pageerror', (error) => complaints.push(`error ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`failed ${request.url()}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()} ${message.text()}`);
  });
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(home) || request.url().startsWith('data:');
    if (!isOwn) complaints.push(`asks ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return page;
}

/** Waits until a reference has come to life; other pages are ready when they are loaded. */
export async function settle(page: Page): Promise<void> {
  // The page's own policy lets nobody evaluate text in it, so that it cannot be asked to wait for itself.
  await vi.waitUntil(() => page.evaluate<boolean>(ALIVE), { timeout: PATIENCE, interval: 50 });
}
