// The trainer's studio: the library on the left, the question on the right, the trial window a key away.
import { CloudUploadOutlined, DownloadOutlined, EditOutlined, ExperimentOutlined, LockOutlined, ShopOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Select, Skeleton } from 'antd';
import { useCallback, useState } from 'react';
import type { QuestionView } from '@qindesk/protocol';
import { Blank, Failed, InlineFailure, useRefusalText } from '../ui/states.tsx';
import { useBilingual } from '../ui/text.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { downloadLibrary, type LibraryFormat } from './library-file.ts';
import { useLibrary, useLibraryEdit } from './library-feed.ts';
import { DecisionLog } from './log-panel.tsx';
import { DraftState, Publications, PublishButton } from './publish-button.tsx';
import { QuestionEditor } from './question-editor.tsx';
import { QuestionTable } from './question-table.tsx';
import { useRemoveLater } from './remove-later.tsx';
import { isNew, newAddress } from './routes.ts';
import type { NewQuestion } from './question-draft.ts';
import { useStudioScope, type StudioScope, type Trained } from './scope.ts';
import { Suggestions } from './suggestions-panel.tsx';
import { useStudioText } from './text.ts';
import { Trial } from './trial-window.tsx';
import './studio.css';

const ShopPicker = ({ scope, shop }: { scope: StudioScope; shop: Trained }) => {
  const t = useStudioText();
  const pick = useBilingual();
  if (scope.all.length === 1) return <span className="studio-soft">{pick(shop.shop.name)}</span>;
  return (
    <Select prefix={<ShopOutlined aria-hidden />} aria-label={t('studio.shop')} value={shop.shop.id as string} popupMatchSelectWidth={false} showSearch={{ optionFilterProp: 'label' }} onChange={(id) => void scope.set({ shop: id, question: undefined })}
      options={scope.all.map((each) => ({ value: each.shop.id as string, label: new Set(scope.all.map((other) => other.merchantName)).size > 1 ? `${pick(each.shop.name)} · ${each.merchantName}` : pick(each.shop.name) }))} />
  );
};

const ExportMenu = ({ trained }: { trained: Trained }) => {
  const t = useStudioText();
  const say = useRefusalText();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const save = async (format: LibraryFormat): Promise<void> => {
    setBusy(true);
    await downloadLibrary(trained.shop.id, format, `${trained.shop.slug}-library.${format}`).catch((error: unknown) => message.error(say(error)));
    setBusy(false);
  };
  return (
    <Dropdown trigger={['click']} menu={{ items: [{ key: 'xlsx', label: t('studio.export.xlsx') }, { key: 'csv', label: t('studio.export.csv') }, { key: 'jsonl', label: t('studio.export.jsonl') }], onClick: ({ key }) => void save(key as LibraryFormat) }}>
      <Button icon={<DownloadOutlined aria-hidden />} loading={busy}>{t('studio.export')}</Button>
    </Dropdown>
  );
};

const Bones = () => <div className="studio-body" aria-busy="true"><div className="studio-list"><Skeleton active paragraph={{ rows: 12 }} style={{ padding: 16 }} /></div><div className="studio-editor"><Skeleton active paragraph={{ rows: 8 }} style={{ padding: 24 }} /></div></div>;

const Library = ({ scope, trained }: { scope: StudioScope; trained: Trained }) => {
  const t = useStudioText();
  const pick = useBilingual();
  const shopId = trained.shop.id;
  const mayWrite = scope.may('library.write');
  const { query, questions: stored, total } = useLibrary(shopId);
  const { put, readAgain } = useLibraryEdit(shopId);
  const [importing, setImporting] = useState(false);
  const [trying, setTrying] = useState(false);
  const [begun, setBegun] = useState<(NewQuestion & { id: string }) | null>(null);
  const onGone = useCallback(() => void readAgain(), [readAgain]);
  const open = (id: string | undefined): void => void scope.set({ question: id });
  const { hidden, remove, flush } = useRemoveLater(onGone, open);
  const questions = hidden.size === 0 ? stored : stored.filter((each) => !hidden.has(each.id));
  const chosen = scope.search.question;
  const question = questions.find((each) => each.id === chosen) ?? null;
  const phrasings = questions.reduce((sum, each) => sum + each.phrasings.length, 0);
  const openNew = (begun: NewQuestion): void => {
    // An address of its own, so that another new question that is not saved yet is asked about.
    const id = newAddress();
    setBegun({ id, ...begun });
    open(id);
  };
  const takeOut = (gone: QuestionView): void => { open(undefined); remove(gone); };
  return (
    <main className="studio" aria-label={t('studio.library')} data-open={chosen !== undefined || undefined}>
      <header className="studio-head">
        <h1>{t('studio.library')}</h1>
        <ShopPicker scope={scope} shop={trained} />
        {!query.isPending && <span className="studio-soft figure counts">{t('studio.counts', { questions: total - (stored.length - questions.length), phrasings })}</span>}
        <DraftState shopId={shopId} />
        <span className="acts">
          <Button icon={<ExperimentOutlined aria-hidden />} onClick={() => setTrying(!trying)} aria-pressed={trying} title="Ctrl+J">{t('studio.trial')} <kbd>Ctrl J</kbd></Button>
          <Suggestions shopId={shopId} questions={questions} whole={query.isSuccess && !query.hasNextPage && total <= stored.length} mayWrite={mayWrite} onPut={put} onOpen={open} onNew={openNew} />
          {scope.may('decisions.judge') && <DecisionLog shopId={shopId} questions={questions} onOpen={open} />}
          {mayWrite && <Button icon={<CloudUploadOutlined aria-hidden />} onClick={() => setImporting(true)}>{t('studio.import')}</Button>}
          <ExportMenu trained={trained} />
          <Publications shopId={shopId} />
          <PublishButton shopId={shopId} may={scope.may('library.publish')} before={flush} />
        </span>
      </header>
      {query.isError && stored.length > 0 && <InlineFailure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending ? <Bones /> : query.isError && stored.length === 0 ? <Failed error={query.error} onRetry={() => void query.refetch()} /> : (
        <div className="studio-body">
          <QuestionTable key={shopId} questions={questions} chosen={chosen} onOpen={open} mayWrite={mayWrite} onImport={() => setImporting(true)} truncated={!query.hasNextPage && total > stored.length} />
          {isNew(chosen) || question !== null
            ? <QuestionEditor key={chosen} begun={begun !== null && begun.id === chosen ? begun : null} shopId={shopId} question={question} questions={questions} readOnly={!mayWrite} onSaved={put} onOpen={open} onRemove={takeOut} onChanged={onGone} />
            : <section className="studio-editor studio-idle" aria-label={t('studio.question')}><Blank art={<EditOutlined />} title={t(chosen === undefined ? 'studio.idle' : 'studio.gone')} text={t(chosen === undefined ? 'studio.idleHint' : 'studio.goneHint')} /></section>}
        </div>
      )}
      <ImportDialog shopId={shopId} open={importing} onClose={() => setImporting(false)} before={flush} onImported={onGone} />
      <Trial shopId={shopId} robotName={pick(trained.shop.robotName)} open={trying} setOpen={setTrying} onOpen={open} />
    </main>
  );
};

/** The place; keyed by shop, so that nothing of one shop's library is left when another is chosen. */
export const StudioPlace = () => {
  const t = useStudioText();
  const scope = useStudioScope();
  if (scope.chosen === undefined) return <main className="studio"><Blank art={<LockOutlined />} title={t('ui.noRight.title')} text={t('studio.noRight')} /></main>;
  return <Library key={scope.chosen.shop.id} scope={scope} trained={scope.chosen} />;
};
