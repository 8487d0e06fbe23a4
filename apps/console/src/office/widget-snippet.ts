// Writes the widget's script tag. Its attributes are those that apps/widget reads.

export interface SnippetChoice { language: 'auto' | 'zh' | 'en'; position: 'right' | 'left'; product?: string; order?: string }

const attribute = (name: string, value: string): string => ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;

/** The tag for a shop; what is as the widget does by itself is left out. */
export const snippetOf = (origin: string, slug: string, { language, position, product, order }: SnippetChoice): string =>
  `<script src="${origin}/widget.js" async${attribute('data-shop', slug)}${language === 'auto' ? '' : attribute('data-language', language)}${position === 'right' ? '' : attribute('data-position', position)}${product === undefined ? '' : attribute('data-product', product)}${order === undefined ? '' : attribute('data-order', order)}></script>`;
