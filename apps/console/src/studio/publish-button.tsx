// Publishing the draft, and the list of what was published.
import { HistoryOutlined, RocketOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Drawer, Popconfirm, Skeleton, Timeline, Tooltip } from 'antd';
import { useState } from 'react';
import { libraryRoutes, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { Blank, Failed, useRefusalText } from '../ui/states.tsx';
import { When } from '../ui/time-label.tsx';
import { useLibraryEdit, usePublications } from './library-feed.ts';
import { useStudioText } from './text.ts';

/** Where the draft stands against what the robot answers from. */
export const DraftState = ({ shopId }: { shopId: ShopId }) => {
  const t = useStudioText();
  const { data } = usePublications(shopId);
  if (data === undefined) return null;
  const latest = data.items[0];
  const word = latest === undefined ? t('studio.publish.never') : data.draftChanged ? t('studio.publish.changed') : t('studio.publish.same', { n: latest.version });
  return <span className={`studio-state ${latest !== undefined && !data.draftChanged ? 'same' : 'changed'}`} role="status">{word}</span>;
};

/** The list of versions, newest first. */
export const Publications = ({ shopId }: { shopId: ShopId }) => {
  const t = useStudioText();
  const [open, setOpen] = useState(false);
  const { data, error, isPending, refetch } = usePublications(shopId);
  return (
    <>
      <Button icon={<HistoryOutlined aria-hidden />} onClick={() => setOpen(true)}>{t('studio.publish.list')}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('studio.publish.list')} size={400} rootClassName="studio-drawer">
        {isPending ? <Skeleton active /> : error !== null ? <Failed error={error} onRetry={() => void refetch()} />
          : data.items.length === 0 ? <Blank art={<RocketOutlined />} title={t('studio.publish.none')} text={t('studio.publish.noneHint')} />
            : <Timeline items={data.items.map((each, number) => ({
                key: String(each.version), color: number === 0 ? 'green' : 'gray',
                content: <div className="studio-version"><strong className="figure">v{each.version}{number === 0 && <span className="studio-state same">{t('studio.publish.inForce')}</span>}</strong><span>{each.by} · <When at={each.publishedAt} /></span><span className="studio-soft figure">{t('studio.publish.counts', { questions: each.questionCount, phrasings: each.phrasingCount })}</span></div>,
              }))} />}
      </Drawer>
    </>
  );
};

/** The button; asks once, then the robot answers from the draft as it is now. */
export const PublishButton = ({ shopId, may, before }: { shopId: ShopId; may: boolean; /** What must be stored first. */ before: () => Promise<void> }) => {
  const t = useStudioText();
  const say = useRefusalText();
  const { message } = App.useApp();
  const { readAgain } = useLibraryEdit(shopId);
  const { data } = usePublications(shopId);
  const publish = useMutation({
    mutationFn: async () => { await before(); return http.call(libraryRoutes.publish, { params: { id: shopId } }); },
    onSuccess: (made) => { void message.success(t('studio.publish.done', { n: made.version, questions: made.questionCount })); return readAgain(); },
    onError: (error) => void message.error(say(error)),
  });
  const idle = data !== undefined && data.items.length > 0 && !data.draftChanged;
  return (
    <Popconfirm title={t('studio.publish.sure')} description={t('studio.publish.sureText')} okText={t('studio.publish')} cancelText={t('ui.cancel')} onConfirm={() => publish.mutateAsync().catch(() => undefined)} disabled={!may || idle}>
      <Tooltip title={!may ? t('studio.publish.mayNot') : idle ? t('studio.publish.nothing') : undefined}>
        <Button type="primary" icon={<RocketOutlined aria-hidden />} loading={publish.isPending} disabled={!may || idle}>{t('studio.publish')}</Button>
      </Tooltip>
    </Popconfirm>
  );
};
