/**
 * Owns the proof that the documentation site works in a real browser: from disk without a network and as the daemon serves it, in
 * every language, by keyboard and on a narrow screen. What its pages say is owned by the contracts and the guides.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from '../../scripts/docs/index.ts';
import { readLabels } from '../../scripts/docs/labels.ts';
import { LANGUAGES } from '../../src/http/docs-site.ts';
import { apis } from '../support/contract-check.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { chromiumPath, PATIENCE, settle, watch } from '../support/site.ts';
import { listAsked, noteLabels, walkReference } from '../support/site-labels.ts';

const SITE = resolve('dist/docs');
const SCREENSHOTS = resolve('dist/screenshots');
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 375, height: 800 };
const SOAK = process.env.GATEHOUSE_SOAK === '1';
const WALKS = [
  ['ja', 'agent'],
  ['ko', 'prx'],
  ['fr', 'nanoclaw'],
] as const;

it.runIf(chromiumPath === undefined)('is skipped: there is no Chromium in /usr/bin', () => {
  expect(chromiumPath).toBeUndefined();
});

describe.skipIf(chromiumPath === undefined)('the documentation site', () => {
  let browser: Browser;
  beforeAll(async () => {
    await buildSite(SITE);
    await mkdir(SCREENSHOTS, { recursive: true });
    browser = await chromium.launch({
      ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
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

  it('has every label of the references in every language, and none that nobody sees', {
    timeout: 3 * PATIENCE,
  }, async () => {
    const context = await browser.newContext({ viewport: WIDE, offline: true });
    await noteLabels(context);
    const known = [...(await readLabels())].flatMap(([key, { en }]) =>
      en.map((english) => `${key}: ${english}`),
    );
    const asked = new Set<string>();
    // Which labels a page asks for depends on its contract, not on its language; all of them are seen in all contracts only.
    for (const [lang, api] of SOAK ? WALKS : WALKS.slice(0, 1)) {
      const page = await watch(context, 'file:');
      await page.goto(pathToFileURL(join(SITE, lang, `${api}.html`)).href);
      await settle(page);
      await walkReference(page, join(SITE, lang, `${api}.openapi.json`));
      for (const label of await listAsked(page)) asked.add(label);
      expect(page.complaints, api).toEqual([]);
      await page.close();
    }
    const unknown = [...asked].filter((label) => !known.includes(label));
    const unseen = known.filter((label) => !asked.has(label));
    expect({ unknown, unseen: SOAK ? unseen : [] }).toEqual({ unknown: [], unseen: [] });
    expect(asked.size).toBeGreaterThan(50);
    await context.close();
  });

  it.each([
    ['ko', '개요', '서버'],
    ['ja', '概要', 'サーバー'],
    ['fr', 'Présentation', 'Serveurs'],
  ] as const)(
    'has its labels before a script runs, and keeps what was there: %s',
    { timeout: PATIENCE },
    async (lang, overview, servers) => {
      const url = pathToFileURL(join(SITE, lang, 'prx.html')).href;
      const still = await browser.newContext({ offline: true, javaScriptEnabled: false });
      const silent = await still.newPage();
      await silent.goto(url);
      for (const label of [overview, servers]) {
        await silent.getByText(label, { exact: true }).waitFor();
      }
      await still.close();
      const context = await browser.newContext({ viewport: WIDE, offline: true });
      await context.addInitScript(MARK_ALL);
      const page = await watch(context, 'file:');
      await page.goto(url);
      // The key of the search is there only when all has come to life.
      await page.getByText('Ctrl+K').waitFor();
      // React throws away what the server wrote where its own words differ.
      expect(await page.evaluate(LIST_MARKED)).toEqual(expect.arrayContaining([overview, servers]));
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
/** Marks all that the server wrote as the page gets its labels, which is before Redocly's script comes to it. */
const MARK_ALL = `Object.defineProperty(globalThis, 'redocLabel', {
  configurable: true,
  set(value) {
    Object.defineProperty(globalThis, 'redocLabel', { value });
    for (const one of document.querySelectorAll('#redoc *')) one.marked = true;
  },
})`;
const LIST_MARKED =
  '[...document.querySelectorAll("#redoc *")].filter((one) => one.marked).map((one) => one.textContent)';

async function shoot(page: Page, lang: string, file: string, size: string): Promise<void> {
  if (!['index.html', 'prx.html', 'webhooks.html'].includes(file)) return;
  await page.screenshot({
    path: join(SCREENSHOTS, `${lang}-${file.replace('.html', '')}-${size}.png`),
  });
}

const CSS_ESCAPE = (id: string) => id.replaceAll(/[^\p{L}\p{N}_-]/gu, '\\$&');
