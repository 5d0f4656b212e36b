/**
 * Owns the words of the documentation site that are neither in a contract nor in a guide: its frame, in four languages.
 * Words of the contracts are in openapi/overlays, guides in docs/guides.
 */
import type { Language } from '../../src/http/docs-site.ts';

/** The words of the frame in one language. */
export interface Words {
  /** The language's own name. */
  readonly name: string;
  readonly tagline: string;
  readonly skip: string;
  readonly home: string;
  readonly reference: string;
  readonly guides: string;
  readonly downloads: string;
  readonly changelog: string;
  readonly language: string;
  readonly theme: string;
  readonly inEnglish: string;
  readonly download: string;
}

export const words: Readonly<Record<Language, Words>> = {
  en: {
    name: 'English',
    tagline:
      'One self-hosted daemon that runs and manages AI agents. Its three management APIs, their references and guides.',
    skip: 'Skip to content',
    home: 'Documentation',
    reference: 'References',
    guides: 'Guides',
    downloads: 'Contracts to download',
    changelog: 'Changelog',
    language: 'Language',
    theme: 'Light or dark',
    inEnglish: 'This page is not translated yet and is shown in English.',
    download: 'OpenAPI 3.1 as',
  },
  ko: {
    name: '한국어',
    tagline:
      'AI 에이전트를 실행하고 관리하는 자체 호스팅 데몬입니다. 세 가지 관리 API의 레퍼런스와 가이드를 제공합니다.',
    skip: '본문으로 건너뛰기',
    home: '문서',
    reference: '레퍼런스',
    guides: '가이드',
    downloads: '계약 내려받기',
    changelog: '변경 이력',
    language: '언어',
    theme: '밝게 또는 어둡게',
    inEnglish: '이 페이지는 아직 번역되지 않아 영어로 표시됩니다.',
    download: 'OpenAPI 3.1 형식:',
  },
  ja: {
    name: '日本語',
    tagline:
      'AI エージェントを実行・管理するセルフホスト型デーモンです。3 つの管理 API のリファレンスとガイドをまとめています。',
    skip: '本文へ移動',
    home: 'ドキュメント',
    reference: 'リファレンス',
    guides: 'ガイド',
    downloads: 'コントラクトのダウンロード',
    changelog: '変更履歴',
    language: '言語',
    theme: 'ライト / ダーク',
    inEnglish: 'このページはまだ翻訳されていないため、英語で表示しています。',
    download: 'OpenAPI 3.1 形式：',
  },
  fr: {
    name: 'Français',
    tagline:
      'Un démon auto-hébergé qui exécute et gère des agents d’IA : les références de ses trois API de gestion et leurs guides.',
    skip: 'Aller au contenu',
    home: 'Documentation',
    reference: 'Références',
    guides: 'Guides',
    downloads: 'Contrats à télécharger',
    changelog: 'Journal des modifications',
    language: 'Langue',
    theme: 'Clair ou sombre',
    inEnglish: 'Cette page n’est pas encore traduite et s’affiche en anglais.',
    download: 'OpenAPI 3.1 au format',
  },
};
