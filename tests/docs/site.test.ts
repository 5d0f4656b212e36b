/**
 * Owns the proof that the documentation site works in a real browser: from disk without a network and as the daemon serves it, in
 * every language, by keyboard and on a narrow screen. What its pages say is owned by the contracts and the guides.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildSite } from '../../scripts/docs/index.ts';
import { LANGUAGES } from '../../src/http/docs-site.ts';
import { apis } from '../support/contract-check.ts';
import { startTestDaemon } from '../support/daemon.ts';

const SITE = resolve('dist/docs');
const SCREENSHOTS = resolve('dist/screenshots');
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 375, height: 800 };
/** A reference is a large page, and the machine may be busy. */
const PATIENCE = 240_000;

const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => `/usr/bin/${name}`)
  .find((path) => existsSync(path));
if (executablePath === undefined && process.env.GATEHOUSE_REQUIRE_BROWSER === '1') {
  throw new Error('GATEHOUSE_REQUIRE_BROWSER is set, and there is no Chromium in /usr/bin');
}

it.runIf(executablePath === undefined)('is skipped: there is no Chromium in /usr/bin', () => {
  expect(executablePath).toBeUndefined();
});

describe.skipIf(executablePath === undefined)('the documentation site', () => {
  let browser: Browser;
  beforeAll(async () => {
    await buildSite(SITE);
    await mkdir(SCREENSHOTS, { recursive: true });
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      // Containers that run as root have no other way.
      args: ['--no-sandbox'],
    });
  }, PATIENCE);
  afterAll(() => browser.close());

  it.each(LANGUAGES)(
    'opens every page from disk, offline: %s',
    { timeout: PATIENCE },
    async (lang) => {
      const context = await browser.newContext({ viewport: WIDE, offline: true });
      const files = (await readdir(join(SITE, lang))).filter((name) => name.endsWith('.html'));
      expect(files).toHaveLength(13);
      for (const file of files) {
        const page = await watch(context, 'file:');
        await page.goto(pathToFileURL(join(SITE, lang, file)).href);
        await settle(page);
        expect(await page.locator('html').getAttribute('lang')).toBe(lang);
        expect(await page.locator('link[rel=alternate]').count()).toBe(LANGUAGES.length + 1);
        await shoot(page, lang, file, 'wide');
        await page.setViewportSize(NARROW);
        await shoot(page, lang, file, 'narrow');
        expect(await page.evaluate('document.documentElement.scrollWidth'), file).toBe(375);
        expect(page.complaints, file).toEqual([]);
        await page.close();
      }
      await context.close();
    },
  );

  it('leads from the root to every language, and from page to page in one', {
    timeout: PATIENCE,
  }, async () => {
    const context = await browser.newContext({ offline: true });
    const page = await watch(context, 'file:');
    await page.goto(pathToFileURL(join(SITE, 'index.html')).href);
    await page.getByRole('link', { name: '日本語' }).click();
    await page.getByRole('link', { name: 'PRX gateway', exact: true }).click();
    await settle(page);
    await page.getByRole('link', { name: 'Français' }).click();
    await settle(page);
    expect(new URL(page.url()).pathname).toMatch(/\/fr\/prx\.html$/);
    expect(page.complaints).toEqual([]);
    await context.close();
  });

  it('links to nothing that is not there', { timeout: PATIENCE }, async () => {
    const context = await browser.newContext({ offline: true });
    const page = await watch(context, 'file:');
    const missing: string[] = [];
    for (const lang of LANGUAGES) {
      const files = (await readdir(join(SITE, lang))).filter((name) => name.endsWith('.html'));
      const texts = files.filter((name) => !apis.some((api) => name === `${api}.html`));
      for (const file of texts) {
        await page.goto(pathToFileURL(join(SITE, lang, file)).href);
        const links = await page.evaluate<string[]>('[...document.links].map((one) => one.href)');
        for (const link of links.filter((one) => one.startsWith('file:'))) {
          const url = new URL(link);
          if (!existsSync(url)) missing.push(`${lang}/${file}: ${link}`);
          const here = url.pathname === new URL(page.url()).pathname && url.hash !== '';
          const target = `#${CSS_ESCAPE(decodeURIComponent(url.hash.slice(1)))}`;
          if (here && (await page.locator(target).count()) === 0)
            missing.push(`${file}: ${url.hash}`);
        }
      }
    }
    expect(missing).toEqual([]);
    await context.close();
  });

  it('is usable by keyboard', { timeout: PATIENCE }, async () => {
    const context = await browser.newContext({ viewport: WIDE, offline: true });
    const page = await watch(context, 'file:');
    await page.goto(pathToFileURL(join(SITE, 'en/prx.html')).href);
    await settle(page);
    const reached: string[] = [];
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate<string>(FOCUSED));
    }
    expect(reached.slice(0, 5)).toEqual([
      'Skip to content',
      'Gatehouse',
      'PRX gateway',
      'Agent management',
      'Containers and channels',
    ]);
    expect(reached).toEqual(
      expect.arrayContaining(['Guides', '한국어', 'Light or dark', 'sessions']),
    );
    await page.keyboard.press('Control+k');
    await page.keyboard.type('terminate');
    await page.getByText('Terminate a session').last().waitFor();
    expect(page.complaints).toEqual([]);

    await page.goto(pathToFileURL(join(SITE, 'en/errors.html')).href);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await context.close();
  });

  it('is light or dark as the reader likes, and remembers it', { timeout: PATIENCE }, async () => {
    const context = await browser.newContext({
      viewport: WIDE,
      offline: true,
      colorScheme: 'dark',
    });
    const page = await watch(context, 'file:');
    const look = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.goto(pathToFileURL(join(SITE, 'en/index.html')).href);
    expect(await look()).toBe('rgb(18, 22, 28)');
    await page.locator('#theme').click();
    expect(await look()).toBe('rgb(255, 255, 255)');
    await page.reload();
    expect(await look()).toBe('rgb(255, 255, 255)');
    expect(page.complaints).toEqual([]);
    await context.close();
  });

  it.each(apis)(
    'is served by the daemon in the language of the reader: %s',
    { timeout: PATIENCE },
    async (api) => {
      const daemon = await startTestDaemon();
      const url = daemon.addresses[api];
      // What differs between the APIs is their reference; one language shows that it is the right one.
      for (const lang of api === 'prx' ? LANGUAGES : LANGUAGES.slice(1, 2)) {
        const context = await browser.newContext({ viewport: WIDE, locale: lang });
        const page = await watch(context, url);
        const answer = await page.goto(`${url}/docs`);
        expect(answer?.headers()).toMatchObject({
          'content-language': lang,
          vary: 'Accept-Language',
        });
        await settle(page);
        expect(await page.locator('html').getAttribute('lang')).toBe(lang);
        // Within the reference the address stays, so that it can be sent to somebody.
        await page.locator('.menu-content a[href^="#/"]').nth(1).click();
        await page.waitForURL(/#\/[a-z]/);
        expect(new URL(page.url()).pathname).toBe('/docs');
        await page.locator('header .home').click();
        await page.waitForURL(`${url}/docs/${lang}/index.html`);
        await page.locator('.cards a').last().click();
        await page.waitForURL(`${url}/docs/${lang}/conformance.html`);
        expect(page.complaints).toEqual([]);
        await context.close();
      }
      await daemon.stop();
    },
  );
});

// What runs in the page is text: this project knows no DOM.
const FOCUSED =
  'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent';
const ALIVE =
  '((root) => root === null || Object.keys(root).some((key) => key.startsWith("__reactContainer")))(document.getElementById("redoc"))';

/** A page that notes what goes wrong on it: errors, failed requests, and any request to elsewhere. */
async function watch(
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
async function settle(page: Page): Promise<void> {
  // The page's own policy lets nobody evaluate text in it, so that it cannot be asked to wait for itself.
  await vi.waitUntil(() => page.evaluate<boolean>(ALIVE), { timeout: PATIENCE, interval: 50 });
}

async function shoot(page: Page, lang: string, file: string, size: string): Promise<void> {
  if (!['index.html', 'prx.html', 'webhooks.html'].includes(file)) return;
  await page.screenshot({
    path: join(SCREENSHOTS, `${lang}-${file.replace('.html', '')}-${size}.png`),
  });
}

const CSS_ESCAPE = (id: string) => id.replaceAll(/[^\p{L}\p{N}_-]/gu, '\\$&');
