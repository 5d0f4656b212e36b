/**
 * Owns the frame of every page of the site: head with its policy, header with the way around, languages and light or dark.
 * What is inside comes from landing.ts, guides.ts and reference.ts; how it looks is in assets/site.css.
 */
import { createHash } from 'node:crypto';
import { LANGUAGES, type Language } from '../../src/http/docs-site.ts';
import { words } from './words.ts';

/** One page. Every page is in the folder of its language, so that `../` is the root of the site. */
export interface Page {
  readonly lang: Language;
  /** The name of its file, such as `prx.html`; it is the same in every language. */
  readonly file: string;
  readonly title: string;
  readonly description: string;
  /** HTML of the body below the header. */
  readonly body: string;
  /** HTML for the end of the head. */
  readonly head?: string;
  /** Scripts after the body; those without `src` are allowed by the hash of their text. */
  readonly scripts?: readonly Script[];
}

/** A classic script: browsers load no modules from `file:`. */
export type Script = { readonly src: string } | { readonly text: string };

/** The references, in the order in which they are shown. */
export const references = [
  { api: 'prx', name: 'PRX gateway' },
  { api: 'agent', name: 'Agent management' },
  { api: 'nanoclaw', name: 'Containers and channels' },
] as const;

/** The whole page as HTML. */
export function renderPage(page: Page): string {
  const { lang, file, title, description, body, head = '', scripts = [] } = page;
  const here = words[lang];
  const inline = [THEME, ...scripts.flatMap((one) => ('text' in one ? [one.text] : []))];
  const inBody = [...body.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
  const tags = scripts.map((one) =>
    'src' in one ? `<script src="${one.src}"></script>` : `<script>${one.text}</script>`,
  );
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy([...inline, ...inBody])}">
<meta name="referrer" content="no-referrer">
<meta name="description" content="${escapeHtml(description)}">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="../assets/icon.svg">
${alternates(file)}
<script>${THEME}</script>
<link rel="stylesheet" href="../assets/site.css">
${head}</head>
<body>
<a class="skip" href="#content">${here.skip}</a>
<header class="site">
<a class="home" href="../${lang}/index.html">Gatehouse</a>
<nav aria-label="${here.home}">
${navigation(lang, file)}
</nav>
<div class="tools">
<nav class="languages" aria-label="${here.language}">
${switches(lang, file)}
</nav>
<button type="button" id="theme" aria-label="${here.theme}">◐</button>
</div>
</header>
<main id="content" tabindex="-1">
${body}
</main>
<script src="../assets/site.js"></script>
${tags.join('\n')}
</body>
</html>
`;
}

/** Runs before anything is drawn; the reference pages keep the choice under the same name. */
const THEME = `try{var m=localStorage.getItem("redoc.colorMode")}catch(e){m=null}if(m!=="light"&&m!=="dark")m=matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";document.documentElement.classList.add(m)`;

function policy(inline: readonly string[]): string {
  const hashes = new Set(
    inline.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`),
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${[...hashes].join(' ')}`,
    // The references set their styles from scripts.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function alternates(file: string): string {
  const links = LANGUAGES.map(
    (lang) => `<link rel="alternate" hreflang="${lang}" href="../${lang}/${file}">`,
  );
  return [...links, `<link rel="alternate" hreflang="x-default" href="../en/${file}">`].join('\n');
}

function navigation(lang: Language, file: string): string {
  const pages = [
    ...references.map(({ api, name }) => ({ file: `${api}.html`, name })),
    { file: 'index.html#guides', name: words[lang].guides },
  ];
  return pages
    .map((page) => {
      const current = page.file === file ? ' aria-current="page"' : '';
      return `<a href="../${lang}/${page.file}"${current}>${page.name}</a>`;
    })
    .join('\n');
}

function switches(current: Language, file: string): string {
  return LANGUAGES.map((lang) => {
    const mark = lang === current ? ' aria-current="true"' : '';
    return `<a href="../${lang}/${file}" lang="${lang}" hreflang="${lang}"${mark}>${words[lang].name}</a>`;
  }).join('\n');
}

/** Text as it stands in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
