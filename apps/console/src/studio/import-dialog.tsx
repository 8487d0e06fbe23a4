// Importing a file: looked through first, every bad row told, and only then stored. Nothing is ever half-imported.
import { InboxOutlined } from '@ant-design/icons';
import { toRefusedError } from '@qindesk/client';
import { Alert, Button, Modal, Radio, Spin, Table, Upload } from 'antd';
import { useState } from 'react';
import type { RefusalView, ShopId } from '@qindesk/protocol';
import { useRefusalText } from '../ui/states.tsx';
import { useLanguage } from '../ui/text.tsx';
import { formatOf, importLibrary, type ImportMode, type ImportResult } from './library-file.ts';
import { useStudioText } from './text.ts';

type Step =
  | { kind: 'choose' }
  | { kind: 'reading' }
  | { kind: 'looked'; result: ImportResult }
  | { kind: 'rows'; rows: NonNullable<RefusalView['rows']> }
  | { kind: 'failed'; error: unknown }
  | { kind: 'done'; result: ImportResult };

const BadRows = ({ rows }: { rows: NonNullable<RefusalView['rows']> }) => {
  const t = useStudioText();
  const { language } = useLanguage();
  return (
    <>
      <Alert type="error" showIcon title={t('studio.import.bad', { n: rows.length })} description={t('studio.import.badText')} />
      <Table size="small" rowKey={(row) => `${row.row} ${row.code} ${row.message.en}`} dataSource={rows} pagination={rows.length > 100 ? { pageSize: 100, showSizeChanger: false } : false} scroll={{ y: 260 }}
        columns={[
          { key: 'row', title: t('studio.import.row'), width: 80, render: (_, row) => <span className="figure">{row.row}</span> },
          { key: 'why', title: t('studio.import.why'), render: (_, row) => row.message[language] },
        ]} />
    </>
  );
};

const Counts = ({ result, mode }: { result: ImportResult; mode: ImportMode }) => {
  const t = useStudioText();
  const cells = (['added', 'changed', 'removed'] as const).map((key) => ({ key, value: result[key] }));
  return (
    <>
      <dl className="studio-counts">{cells.map(({ key, value }) => <div key={key} className={value > 0 ? key : 'none'}><dt>{t(`studio.import.${key}`)}</dt><dd className="figure">{value}</dd></div>)}</dl>
      <p className="studio-soft figure">{t('studio.import.total', { questions: result.questions, phrasings: result.phrasings })}</p>
      {mode === 'replace' && result.removed > 0 && result.dryRun && <Alert type="warning" showIcon title={t('studio.import.willRemove', { n: result.removed })} />}
    </>
  );
};

interface Props { shopId: ShopId; open: boolean; onClose: () => void; before: () => Promise<void>; onImported: () => void }

/** The dialog. The file is looked through as soon as it is chosen, and again when the way of importing is changed. */
export const ImportDialog = ({ shopId, open, onClose, before, onImported }: Props) => {
  const t = useStudioText();
  const say = useRefusalText();
  const [file, setFile] = useState<File | null>(null);
  const [mode, setMode] = useState<ImportMode>('merge');
  const [step, setStep] = useState<Step>({ kind: 'choose' });
  const [storing, setStoring] = useState(false);
  const close = (): void => { setFile(null); setStep({ kind: 'choose' }); onClose(); };

  const run = async (given: File, as: ImportMode, dryRun: boolean): Promise<void> => {
    const format = formatOf(given.name);
    if (format === undefined) return setStep({ kind: 'failed', error: null });
    if (dryRun) setStep({ kind: 'reading' });
    else setStoring(true);
    try {
      await before();
      const result = await importLibrary(shopId, given, format, as, dryRun);
      setStep({ kind: dryRun ? 'looked' : 'done', result });
      if (!dryRun) onImported();
    } catch (error) {
      const { rows } = toRefusedError(error).refusal;
      setStep(rows !== undefined && rows.length > 0 ? { kind: 'rows', rows } : { kind: 'failed', error });
    } finally {
      setStoring(false);
    }
  };
  const take = (given: File): false => { setFile(given); void run(given, mode, true); return false; };
  const changeMode = (next: ImportMode): void => { setMode(next); if (file !== null) void run(file, next, true); };

  const nothing = step.kind === 'looked' && step.result.added + step.result.changed + step.result.removed === 0;
  const footer = step.kind === 'done' ? <Button type="primary" onClick={close}>{t('ui.close')}</Button> : (
    <><Button onClick={close}>{t('ui.cancel')}</Button>
      <Button type="primary" disabled={step.kind !== 'looked' || nothing} loading={storing} onClick={() => file && void run(file, mode, false)}>{t('studio.import')}</Button></>
  );
  return (
    <Modal open={open} onCancel={close} title={t('studio.import.title')} width={620} footer={footer} destroyOnHidden>
      <div className="studio-import">
        {step.kind !== 'done' && (
          <>
            <Upload.Dragger accept=".xlsx,.csv,.jsonl" beforeUpload={take} showUploadList={false} multiple={false} aria-label={t('studio.import.choose')}>
              <p className="art"><InboxOutlined aria-hidden /></p>
              <p>{file === null ? t('studio.import.choose') : file.name}</p>
              <p className="studio-soft">{file === null ? t('studio.import.kinds') : t('studio.import.again')}</p>
            </Upload.Dragger>
            <Radio.Group value={mode} onChange={(event) => changeMode(event.target.value as ImportMode)} aria-label={t('studio.import.mode')}
              options={[{ value: 'merge', label: t('studio.import.merge') }, { value: 'replace', label: t('studio.import.replace') }]} />
            <p className="studio-soft">{t(mode === 'merge' ? 'studio.import.mergeHint' : 'studio.import.replaceHint')}</p>
          </>
        )}
        <div role="status" aria-live="polite" className="outcome">
          {step.kind === 'reading' && <div className="wait"><Spin size="small" /> {t('studio.import.reading')}</div>}
          {step.kind === 'looked' && <><h3>{t(nothing ? 'studio.import.nothing' : 'studio.import.looked')}</h3><Counts result={step.result} mode={mode} /></>}
          {step.kind === 'rows' && <BadRows rows={step.rows} />}
          {step.kind === 'failed' && <Alert type="error" showIcon title={step.error === null ? t('studio.import.wrongKind') : say(step.error)} action={file !== null && step.error !== null && <Button size="small" onClick={() => void run(file, mode, true)}>{t('ui.retry')}</Button>} />}
          {step.kind === 'done' && <><Alert type="success" showIcon title={t('studio.import.done')} description={t('studio.import.doneText')} /><Counts result={step.result} mode={mode} /></>}
        </div>
      </div>
    </Modal>
  );
};
