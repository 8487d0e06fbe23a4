// Whether what is on a screen can be read and reached: names, contrast, focus, language. Measured on the drawn page, without another library.
import type { Locator, Page } from 'playwright-core';

/** Controls and pictures without an accessible name, as the browser computes it; shadow trees included. */
export const findNameless = async (part: Locator): Promise<string[]> =>
  (await part.ariaSnapshot()).split('\n').map((line) => line.trim()).filter((line) => /^- (button|link|textbox|searchbox|combobox|checkbox|radio|switch|slider|spinbutton|tab|menuitem|menuitemradio|option|dialog|img)(?![\w-])(?! ")/.test(line) && !/^- '?\w+ "/.test(line));

/** Visible texts with too little contrast, each as `words (ratio, size)`. Disabled controls are left out, as WCAG 1.4.3 does. */
export const findFaint = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!canvas) throw new Error('no canvas');
    canvas.canvas.width = canvas.canvas.height = 1;
    type Rgba = [number, number, number, number];
    const known = new Map<string, Rgba>();
    const rgbaOf = (colour: string): Rgba => {
      let found = known.get(colour);
      if (!found) {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
        known.set(colour, (found = [r, g, b, a / 255]));
      }
      return found;
    };
    const over = ([r, g, b, a]: Rgba, below: Rgba): Rgba => [r * a + below[0] * (1 - a), g * a + below[1] * (1 - a), b * a + below[2] * (1 - a), 1];
    const luminance = (rgb: Rgba): number => {
      const [r = 0, g = 0, b = 0] = rgb.slice(0, 3).map((value) => { const share = value / 255; return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const parentOf = (node: Node): Element | null => node.parentElement ?? (node.parentNode instanceof ShadowRoot ? node.parentNode.host : null);
    /** Everything painted under an element, from the page up; null where a picture is. */
    const groundOf = (element: Element): Rgba | null => {
      const chain: Element[] = [];
      for (let at: Element | null = element; at; at = parentOf(at)) chain.push(at);
      let ground: Rgba = [255, 255, 255, 1];
      for (const one of chain.reverse()) {
        const style = getComputedStyle(one);
        if (style.backgroundImage !== 'none') return null;
        ground = over(rgbaOf(style.backgroundColor), ground);
      }
      return ground;
    };
    const faint: string[] = [];
    const judge = (element: Element, words: string, style: CSSStyleDeclaration): void => {
      const ground = groundOf(element);
      if (!ground) return;
      let opacity = 1;
      for (let at: Element | null = element; at; at = parentOf(at)) opacity *= Number(getComputedStyle(at).opacity);
      const [r, g, b, a] = rgbaOf(style.color);
      const [light, dark] = [luminance(over([r, g, b, a * opacity], ground)), luminance(ground)].sort((x, y) => y - x) as [number, number];
      const ratio = (light + 0.05) / (dark + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5) - 0.02) faint.push(`${words.trim().slice(0, 40)} (${ratio.toFixed(2)}, ${size}px)`);
    };
    const isSeen = (element: Element): boolean => {
      const box = element.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) return false;
      return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    };
    const isDisabled = (element: Element): boolean => element.closest(':disabled, [aria-disabled="true"], .ant-segmented-item-disabled') !== null;
    const look = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        if (element.closest('[aria-hidden="true"] svg') || !isSeen(element) || isDisabled(element)) continue;
        const words = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? '').join('');
        if (words.trim() !== '' && !['SCRIPT', 'STYLE', 'TEXTAREA'].includes(element.tagName)) judge(element, words, getComputedStyle(element));
        if ((element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) && element.value === '' && element.placeholder !== '') judge(element, element.placeholder, getComputedStyle(element, '::placeholder'));
      }
    };
    look(document);
    return [...new Set(faint)];
  });

/** Chinese that stands on the screen or in the names of its controls: what is not the shop's own content should be none in an English one. */
export const findChinese = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = new Set<string>();
    const take = (text: string | null): void => { if (text && /[\u4e00-\u9fff]/.test(text)) found.add(text.trim().replace(/\s+/g, ' ')); };
    const look = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        if (['SCRIPT', 'STYLE'].includes(element.tagName) || !element.checkVisibility()) continue;
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) take(node.textContent);
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) take(element.getAttribute(name));
      }
    };
    look(document);
    return [...found];
  });

/** Presses Tab `times` times and returns what was reached without showing that it is. */
export const findUnmarkedFocus = async (page: Page, times: number): Promise<string[]> => {
  const unmarked: string[] = [];
  for (let i = 0; i < times; i++) {
    await page.keyboard.press('Tab');
    const word = await page.evaluate(() => {
      let element: Element | null = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return null;
      const focused = element;
      const looks = (): string => {
        const parts: string[] = [];
        for (let at: Element | null = focused, up = 0; at && up < 3; at = at.parentElement, up++) { const style = getComputedStyle(at); parts.push(style.outlineStyle === 'none' ? '' : `${style.outlineWidth} ${style.outlineColor}`, style.boxShadow, style.borderColor, style.backgroundColor); }
        return parts.join('|');
      };
      const on = looks();
      focused.blur();
      const off = looks();
      focused.focus({ preventScroll: true });
      return on === off ? (focused.getAttribute('aria-label') ?? focused.textContent ?? focused.tagName).trim().slice(0, 40) : '';
    });
    if (word === null) break;
    if (word !== '') unmarked.push(word);
  }
  return unmarked;
};
