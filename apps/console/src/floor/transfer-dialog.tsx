// Transfers one or many conversations to a group or to an agent, and tells what became of each.
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Input, Modal, Progress, Segmented, Select } from 'antd';
import { useState } from 'react';
import { conversationRoutes, peopleRoutes, presenceRoutes, type AgentView, type ConversationView, type GroupView } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { useRefusalText } from '../ui/states.tsx';
import { AgentState } from './agent-state.tsx';
import { moveMany, type Fate } from './move-many.ts';
import { useFloorText } from './text.ts';

type Target = { kind: 'group'; id: string } | { kind: 'agent'; id: string };

/** Groups and agents that may take conversations of this shop. */
const useTargets = (conversation: ConversationView | undefined) => {
  const shopId = conversation?.shop.id;
  const groups = useQuery({ queryKey: ['groups', shopId], enabled: shopId !== undefined, queryFn: ({ signal }) => http.call(peopleRoutes.listGroups, { params: { id: shopId as NonNullable<typeof shopId> }, signal }) });
  const agents = useQuery({
    queryKey: ['agents', conversation?.merchantId, shopId], enabled: conversation !== undefined, staleTime: 3000, refetchInterval: 5000,
    queryFn: ({ signal }) => http.call(presenceRoutes.listAgents, { params: { id: (conversation as ConversationView).merchantId }, query: { shopId }, signal }),
  });
  return { groups: groups.data?.items ?? [], agents: agents.data?.items ?? [], loading: groups.isPending || agents.isPending, error: groups.error ?? agents.error };
};

const transferTo = (target: Target, note: string) => (conversation: ConversationView) =>
  http.call(conversationRoutes.transfer, { params: { id: conversation.id }, body: { ...(target.kind === 'group' ? { groupId: target.id as GroupView['id'] } : { memberId: target.id as AgentView['id'] }), ...(note.trim() === '' ? {} : { note: note.trim() }) } });

interface Props { open: boolean; conversations: readonly ConversationView[]; onClose: () => void; /** With the ids that did not move. */ onMoved: (left: string[]) => void }

const TargetChoice = ({ kind, groups, agents, value, onChange, loading }: { kind: Target['kind']; groups: readonly GroupView[]; agents: readonly AgentView[]; value: string | undefined; onChange: (id: string) => void; loading: boolean }) => {
  const t = useFloorText();
  const common = { className: 'floor-wide', showSearch: { optionFilterProp: 'name' }, value, onChange, loading, notFoundContent: t('floor.transfer.noTargets') };
  if (kind === 'group') {
    return <Select {...common} aria-label={t('floor.transfer.pickGroup')} placeholder={t('floor.transfer.pickGroup')} options={groups.map((group) => ({ value: group.id as string, label: group.name, name: group.name }))} />;
  }
  const free = (agent: AgentView): number => agent.capacity - agent.load;
  const open = (agent: AgentView): boolean => agent.state === 'online' && free(agent) > 0;
  return (
    <Select {...common} aria-label={t('floor.transfer.pickAgent')} placeholder={t('floor.transfer.pickAgent')}
      options={[...agents].sort((a, b) => Number(open(b)) - Number(open(a)) || free(b) - free(a)).map((agent) => ({
        value: agent.id as string, name: agent.name, disabled: !open(agent),
        label: <span className="floor-target"><span className="one-line">{agent.name}{agent.provider ? ` · ${agent.organisationName}` : ''}</span><AgentState state={agent.state} /><span className="figure soft">{t('floor.transfer.free', { n: Math.max(0, free(agent)) })}</span></span>,
      }))} />
  );
};

/** The dialog; closes by itself when all have moved, stays with the reasons when some have not. */
export const TransferDialog = ({ open, conversations, onClose, onMoved }: Props) => {
  const t = useFloorText();
  const say = useRefusalText();
  const { message } = App.useApp();
  const [kind, setKind] = useState<Target['kind']>('group');
  const [chosen, setChosen] = useState<string>();
  const [note, setNote] = useState('');
  const [progress, setProgress] = useState<{ done: number; all: number } | null>(null);
  const [failed, setFailed] = useState<Extract<Fate<ConversationView>, { done: false }>[]>([]);
  const targets = useTargets(open ? conversations[0] : undefined);
  // A group belongs to one shop; an agent may serve several, and the server refuses what this one does not.
  const fits = kind === 'agent' || new Set(conversations.map((each) => each.shop.id)).size <= 1;
  const close = (): void => { setFailed([]); setChosen(undefined); setNote(''); onClose(); };

  const move = async (): Promise<void> => {
    if (chosen === undefined) return;
    const name = (kind === 'group' ? targets.groups : targets.agents).find((each) => each.id === chosen)?.name ?? '';
    setFailed([]);
    // The list behind the dialog lives on and loses those that have moved: what was chosen is counted once.
    const all = conversations.length;
    setProgress({ done: 0, all });
    const fates = await moveMany(conversations, transferTo({ kind, id: chosen }, note), (done) => setProgress({ done, all }));
    setProgress(null);
    const left = fates.filter((fate) => !fate.done);
    onMoved(left.map((fate) => fate.thing.id));
    if (left.length > 0) return setFailed(left);
    void message.success(t('floor.transfer.allDone', { n: fates.length, to: name }));
    close();
  };

  return (
    <Modal open={open} title={t('floor.transfer.title', { n: conversations.length })} onCancel={close} onOk={() => void move()} okText={failed.length > 0 ? t('floor.transfer.retryFailed') : t('floor.transfer.confirm')} cancelText={t('floor.transfer.cancel')}
      okButtonProps={{ disabled: chosen === undefined || !fits || conversations.length === 0 }} confirmLoading={progress !== null} destroyOnHidden>
      <div className="floor-transfer">
        {!fits && <Alert type="warning" showIcon title={t('floor.transfer.differentShops')} />}
        {targets.error !== null && targets.error !== undefined && <Alert type="error" showIcon title={say(targets.error)} />}
        <Segmented<Target['kind']> block value={kind} onChange={(next) => { setKind(next); setChosen(undefined); }} options={[{ value: 'group', label: t('floor.transfer.toGroup') }, { value: 'agent', label: t('floor.transfer.toAgent') }]} />
        <TargetChoice kind={kind} groups={targets.groups} agents={targets.agents} value={chosen} onChange={setChosen} loading={targets.loading} />
        <p className="soft">{t(kind === 'group' ? 'floor.transfer.groupHint' : 'floor.transfer.agentHint')}</p>
        <label className="floor-field"><span>{t('floor.transfer.note')}</span>
          <Input.TextArea rows={2} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} placeholder={t('floor.transfer.notePlaceholder')} />
        </label>
        {progress !== null && progress.all > 1 && <Progress percent={(progress.done / progress.all) * 100} format={() => t('floor.transfer.progress', progress)} />}
        {failed.length > 0 && (
          <Alert type="error" showIcon title={t('floor.transfer.someFailed', { left: failed.length })}
            description={<ul className="floor-fates">{failed.slice(0, 20).map((fate) => <li key={fate.thing.id}>{fate.thing.consumer.name} · {say(fate.why)}</li>)}</ul>} />
        )}
      </div>
    </Modal>
  );
};
