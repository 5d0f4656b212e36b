/**
 * Owns the landing page of each language and the page that leads to them. Guides and references are made by their own modules.
 */
import { LANGUAGES, type Language } from '../../src/http/docs-site.ts';
import { escapeHtml, references } from './frame.ts';
import { words } from './words.ts';

/** A link with what is behind it. */
export interface Card {
  readonly file: string;
  readonly title: string;
  readonly summary: string;
}

/** The body of a landing page. */
export function renderLanding(
  lang: Language,
  apis: readonly Card[],
  articles: readonly Card[],
): string {
  const here = words[lang];
  return `<article class="landing">
<h1>Gatehouse</h1>
<p class="lead">${escapeHtml(here.tagline)}</p>
<h2 id="reference">${here.reference}</h2>
${renderCards(apis)}
<h2 id="guides">${here.guides}</h2>
${renderCards(articles)}
<h2 id="downloads">${here.downloads}</h2>
<ul class="plain">
${references.map(({ api, name }) => `<li>${name}: ${here.download} <a href="${api}.openapi.json" download>JSON</a>, <a href="${api}.openapi.yaml" download>YAML</a></li>`).join('\n')}
</ul>
<p><a href="changelog.html">${here.changelog}</a></p>
</article>`;
}

function renderCards(cards: readonly Card[]): string {
  const items = cards.map(
    ({ file, title, summary }) =>
      `<li><a href="${file}">${escapeHtml(title)}</a><p>${escapeHtml(summary)}</p></li>`,
  );
  return `<ul class="cards">\n${items.join('\n')}\n</ul>`;
}

/** The root of the site, for those who open it from disk: it links to every language. */
export function renderRoot(): string {
  const links = LANGUAGES.map(
    (lang) =>
      `<li><a href="${lang}/index.html" lang="${lang}" hreflang="${lang}">${words[lang].name}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
<title>Gatehouse documentation</title>
<link rel="icon" href="assets/icon.svg">
<link rel="stylesheet" href="assets/site.css">
</head>
<body>
<main id="content">
<article class="landing">
<h1>Gatehouse</h1>
<ul class="cards">
${links.join('\n')}
</ul>
</article>
</main>
</body>
</html>
`;
}
