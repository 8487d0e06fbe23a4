// The script tag that puts the widget into a shop's pages, with what it can be told.
import { Segmented } from 'antd';
import { useState } from 'react';
import { Blank } from '../ui/states.tsx';
import { CopyBox } from './copy-box.tsx';
import { PageHead } from './page-head.tsx';
import type { OfficeScope } from './scope.ts';
import { useOfficeText } from './text.ts';
import { snippetOf, type SnippetChoice } from './widget-snippet.ts';

/** The page. */
export const WidgetPage = ({ scope }: { scope: OfficeScope }) => {
  const t = useOfficeText();
  const [choice, setChoice] = useState<SnippetChoice>({ language: 'auto', position: 'right' });
  if (scope.shop === undefined) return <Blank title={t('office.noShop')} />;
  const { slug } = scope.shop;
  return (
    <section className="office-page" aria-label={t('office.tab.widget')}>
      <PageHead title={t('office.tab.widget')} text={t('office.widget.text')} scope={scope} />
      <div className="office-sheet office-pad">
        <h2>{t('office.widget.step1')}</h2>
        <div className="office-choices">
          <div className="office-field"><span>{t('office.widget.language')}</span><Segmented<SnippetChoice['language']> aria-label={t('office.widget.language')} value={choice.language} onChange={(language) => setChoice({ ...choice, language })} options={[{ value: 'auto', label: t('office.widget.language.auto') }, { value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]} /></div>
          <div className="office-field"><span>{t('office.widget.position')}</span><Segmented<SnippetChoice['position']> aria-label={t('office.widget.position')} value={choice.position} onChange={(position) => setChoice({ ...choice, position })} options={[{ value: 'right', label: t('office.widget.position.right') }, { value: 'left', label: t('office.widget.position.left') }]} /></div>
        </div>
        <CopyBox label={t('office.widget.snippet')} text={snippetOf(location.origin, slug, choice)} />
        <h2>{t('office.widget.step2')}</h2>
        <p className="office-soft">{t('office.widget.focusText')}</p>
        <CopyBox label={t('office.widget.focus')} text={snippetOf(location.origin, slug, { ...choice, product: 'QH-1001', order: '202611110001' })} />
        <h2>{t('office.widget.step3')}</h2>
        <p className="office-soft">{t('office.widget.identifyText')}</p>
        <CopyBox label={t('office.widget.identify')} text={'<script>\n  window.Qindesk.identify(jwt);\n</script>'} />
      </div>
    </section>
  );
};
