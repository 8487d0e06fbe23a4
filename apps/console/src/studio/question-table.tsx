// The library on the left: search, category, mode; one row a question. Not for editing one.
import { FireFilled, PlusOutlined, ReadOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Select, Table, type TableColumnsType } from 'antd';
import { useDeferredValue, useEffect, useMemo, useRef, useState, type ComponentRef } from 'react';
import type { QuestionView } from '@qindesk/protocol';
import { Blank } from '../ui/states.tsx';
import { useCategories } from './library-feed.ts';
import { modes } from './question-form.tsx';
import { useStudioText, type StudioSay } from './text.ts';
import { useListHeight } from './use-list-height.ts';

/** Fewer phrasings than this are marked: the robot hardly knows such a question. */
const fewPhrasings = 3;

const columnsOf = (t: StudioSay, onOpen: (id: string) => void): TableColumnsType<QuestionView> => [
  {
    key: 'title', title: t('studio.question'), sorter: (a, b) => a.title.localeCompare(b.title, 'zh'),
    render: (_, question) => (
      <button type="button" className="plain studio-question" onClick={() => onOpen(question.id)}>
        <span className="one-line">{question.hot && <FireFilled className="hot" aria-label={t('studio.hot')} />}{question.title}</span>
        <span className="one-line studio-soft">{question.category || t('studio.noCategory')}{question.answers.length === 0 && <b className="warn"> · {t('studio.noAnswer')}</b>}</span>
      </button>
    ),
  },
  {
    key: 'phrasings', title: t('studio.phrasingCount'), width: 116, align: 'end', sorter: (a, b) => a.phrasings.length - b.phrasings.length,
    render: (_, question) => <span className={`figure ${question.phrasings.length < fewPhrasings ? 'studio-few' : ''}`} title={t('studio.phrasingCountOf', { n: question.phrasings.length, negatives: question.negatives.length })}>{question.phrasings.length}{question.negatives.length > 0 && <small> −{question.negatives.length}</small>}</span>,
  },
  { key: 'mode', title: t('studio.mode'), width: 116, filters: modes.map((mode) => ({ text: t(`studio.modes.${mode}`), value: mode })), onFilter: (mode, question) => question.mode === mode, render: (_, question) => <span className={`studio-mode ${question.mode}`}>{t(`studio.modes.${question.mode}`)}</span> },
];

interface Props { questions: readonly QuestionView[]; chosen: string | undefined; onOpen: (id: string) => void; mayWrite: boolean; onImport: () => void; truncated: boolean }

/** The left-hand side. */
export const QuestionTable = ({ questions, chosen, onOpen, mayWrite, onImport, truncated }: Props) => {
  const t = useStudioText();
  const [search, setSearch] = useState('');
  const [category, setCategory] = useState('');
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const categories = useCategories(questions);
  const section = useRef<HTMLElement>(null);
  const height = useListHeight(section);
  const shown = useMemo(() => questions.filter((question) => (category === '' || question.category === category)
    && (wanted === '' || question.title.toLowerCase().includes(wanted) || question.phrasings.some((text) => text.toLowerCase().includes(wanted)))), [questions, category, wanted]);
  const table = useRef<ComponentRef<typeof Table>>(null);
  const holdsChosen = chosen !== undefined && shown.some((question) => question.id === chosen);
  // A question that was opened from elsewhere (just added, from the trial window) is brought into sight.
  useEffect(() => { if (holdsChosen) table.current?.scrollTo({ key: chosen, offset: 120 }); }, [chosen, holdsChosen]);
  return (
    <section ref={section} className="studio-list" aria-label={t('studio.library')}>
      <div className="tools">
        <Input allowClear prefix={<SearchOutlined aria-hidden />} value={search} onChange={(event) => setSearch(event.target.value)} placeholder={t('studio.search')} aria-label={t('studio.search')} />
        <Select value={category} onChange={setCategory} aria-label={t('studio.category')} popupMatchSelectWidth={false} className="category"
          options={[{ value: '', label: t('studio.allCategories') }, ...categories.map(({ name, count }) => ({ value: name, label: `${name} ${count}` }))]} />
        {mayWrite && <Button icon={<PlusOutlined aria-hidden />} onClick={() => onOpen('new')}>{t('studio.add')}</Button>}
      </div>
      {truncated && <p className="note">{t('studio.truncated', { n: questions.length })}</p>}
      {questions.length === 0
        ? (
          <Blank art={<ReadOutlined />} title={t('studio.empty')} text={t('studio.emptyHint')}>
            {mayWrite && <><Button type="primary" onClick={() => onOpen('new')}>{t('studio.new')}</Button><Button onClick={onImport}>{t('studio.import')}</Button></>}
          </Blank>
        )
        : <Table ref={table} size="small" rowKey="id" virtual={shown.length > 40} pagination={false} scroll={{ y: height, ...(shown.length > 40 ? { x: 360 } : {}) }} showSorterTooltip={false} columns={columnsOf(t, onOpen)} dataSource={shown}
            rowClassName={(question) => (question.id === chosen ? 'studio-chosen' : '')} onRow={(question) => ({ onClick: () => onOpen(question.id) })} locale={{ emptyText: t('studio.noneFound') }} />}
    </section>
  );
};
