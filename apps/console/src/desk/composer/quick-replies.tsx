// Quick replies of the shop and of the person: filter, insert, send at once; adding and removing one's own.
import { DeleteOutlined, SendOutlined } from '@ant-design/icons';
import { queryOptions, useMutation, usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { App, Button, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { Hint } from '../../ui/hint.tsx';
import { peopleRoutes, type QuickReplyView, type ShopId } from '@qindesk/protocol';
import { http, queryClient } from '../../live/http.ts';
import { useRefusalText } from '../../ui/states.tsx';
import { useText } from '../text.ts';
import { Tray } from './tray.tsx';

const repliesQuery = (shopId: ShopId) => queryOptions({
  queryKey: ['quick-replies', shopId], staleTime: 300_000,
  queryFn: async ({ signal }) => (await http.call(peopleRoutes.listQuickReplies, { params: { id: shopId }, signal })).items,
});

/** Has them at hand before they are asked for: who types a slash does not wait. */
export const useQuickRepliesAhead = (shopId: ShopId): void => usePrefetchQuery(repliesQuery(shopId));

/** Makes a personal quick reply of a text; its title is the text's beginning. */
export const useAddQuickReply = (shopId: ShopId) => {
  const { message } = App.useApp();
  const t = useText();
  const say = useRefusalText();
  return useMutation({
    mutationFn: (text: string) => http.call(peopleRoutes.addQuickReply, { params: { id: shopId }, body: { scope: 'personal', title: text.replace(/\s+/g, ' ').slice(0, 24), text } }),
    onSuccess: () => { void queryClient.invalidateQueries(repliesQuery(shopId)); void message.success(t('desk.quick.added')); },
    onError: (error) => void message.error(say(error)),
  });
};

const useRemove = (shopId: ShopId) => {
  const { message } = App.useApp();
  const say = useRefusalText();
  return useMutation({
    mutationFn: (id: QuickReplyView['id']) => http.call(peopleRoutes.removeQuickReply, { params: { id } }),
    onSuccess: () => void queryClient.invalidateQueries(repliesQuery(shopId)),
    onError: (error) => void message.error(say(error)),
  });
};

interface QuickRepliesProps { shopId: ShopId; onInsert: (text: string) => void; onSend: (text: string) => void; onLeave: () => void }

/** The tray of quick replies. */
export const QuickReplies = ({ shopId, onInsert, onSend, onLeave }: QuickRepliesProps) => {
  const t = useText();
  const [search, setSearch] = useState('');
  const read = useQuery(repliesQuery(shopId));
  const remove = useRemove(shopId);
  const items = useMemo(() => {
    const words = search.trim().toLowerCase();
    return read.data?.filter((reply) => `${reply.title}\n${reply.text}`.toLowerCase().includes(words));
  }, [read.data, search]);
  return (
    <Tray<QuickReplyView> title={t('desk.quick.title')} placeholder={t('desk.quick.search')} search={search} onSearch={setSearch} items={items} keyOf={(reply) => reply.id} nameOf={(reply) => reply.title}
      onPick={(reply) => onInsert(reply.text)} onSecond={(reply) => onSend(reply.text)} onLeave={onLeave} error={read.error} onRetry={() => void read.refetch()} hint={t('desk.quick.hint')}
      empty={read.data?.length === 0 ? t('desk.quick.none') : t('desk.quick.noneFound')}
      draw={(reply) => <><span className="tray-title"><b className="one-line">{reply.title}</b>{reply.scope === 'personal' && <Tag variant="filled">{t('desk.quick.mine')}</Tag>}</span><span className="tray-text">{reply.text}</span></>}
      actions={(reply) => (
        <>
          <Hint title={t('desk.send.now')}><Button type="text" size="small" icon={<SendOutlined aria-hidden />} aria-label={`${t('desk.send.now')}: ${reply.title}`} onClick={() => onSend(reply.text)} /></Hint>
          {reply.scope === 'personal' && <Hint title={t('desk.quick.remove')}><Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} aria-label={`${t('desk.quick.remove')}: ${reply.title}`} onClick={() => remove.mutate(reply.id)} /></Hint>}
        </>
      )} />
  );
};
