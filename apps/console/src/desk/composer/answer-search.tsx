// Library answers at hand: search by words, send in one click or put into the field to edit first.
import { EditOutlined, PictureOutlined, PlayCircleOutlined, ShoppingOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useDeferredValue, useState } from 'react';
import { libraryRoutes, type AnswerBody, type RouteOutput, type ShopId } from '@qindesk/protocol';
import { http } from '../../live/http.ts';
import { useText } from '../text.ts';
import { Tray } from './tray.tsx';

type Found = RouteOutput<typeof libraryRoutes.searchAnswers>['items'][number];

const textOf = (answers: readonly AnswerBody[]): string => answers.flatMap((answer) => (answer.type === 'text' ? [answer.text] : [])).join('\n');

const Parts = ({ answers }: { answers: readonly AnswerBody[] }) => {
  const t = useText();
  return (
    <span className="tray-text">
      {textOf(answers)}
      {answers.map((answer, index) => (
        answer.type === 'image' ? <em key={index}><PictureOutlined aria-hidden /> {answer.alt || t('desk.body.picture')}</em>
          : answer.type === 'video' ? <em key={index}><PlayCircleOutlined aria-hidden /> {answer.alt || t('desk.body.video')}</em>
            : answer.type === 'product' ? <em key={index}><ShoppingOutlined aria-hidden /> {t('desk.body.product')}</em> : null
      ))}
    </span>
  );
};

interface AnswerSearchProps { shopId: ShopId; first: string; onSend: (answers: readonly AnswerBody[]) => void; onEdit: (text: string) => void; onLeave: () => void }

/** The tray of library answers; `first` is what is searched at once. */
export const AnswerSearch = ({ shopId, first, onSend, onEdit, onLeave }: AnswerSearchProps) => {
  const t = useText();
  const [search, setSearch] = useState(first);
  const words = useDeferredValue(search.trim());
  const read = useQuery({
    queryKey: ['answers', shopId, words], placeholderData: keepPreviousData, staleTime: 60_000,
    queryFn: async ({ signal }) => (await http.call(libraryRoutes.searchAnswers, { params: { id: shopId }, query: { search: words }, signal })).items,
  });
  return (
    <Tray<Found> title={t('desk.library.title')} placeholder={t('desk.library.search')} search={search} onSearch={setSearch} items={read.data} keyOf={(found) => found.id} nameOf={(found) => found.title}
      onPick={(found) => onSend(found.answers)} onSecond={(found) => onEdit(textOf(found.answers))} onLeave={onLeave} error={read.error} onRetry={() => void read.refetch()} hint={t('desk.library.hint')}
      empty={words === '' ? t('desk.library.none') : t('desk.library.noneFound', { words })}
      draw={(found) => <><span className="tray-title"><b className="one-line">{found.title}</b>{found.category !== '' && <Tag variant="filled">{found.category}</Tag>}</span><Parts answers={found.answers} /></>}
      actions={(found) => textOf(found.answers) !== '' && <Button type="text" size="small" icon={<EditOutlined aria-hidden />} aria-label={`${t('desk.library.edit')}: ${found.title}`} onClick={() => onEdit(textOf(found.answers))}>{t('desk.library.edit')}</Button>} />
  );
};
