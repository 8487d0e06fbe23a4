// A signed-in member at a desk: the conversations they hold, as the server tells them. Not for what they do with them (agent, supervisor).
import { conversationRoutes, presenceRoutes, type ConversationView, type MessageView, type ServerFrame } from '@qindesk/protocol';
import type { SignedIn } from './people.ts';
import type { Random } from './random.ts';
import type { Stage } from './stage.ts';
import { createViewer, type Viewer } from './viewer.ts';

export interface Staff {
  stage: Stage;
  random: Random;
  person: SignedIn;
  memberId: string;
  desk: Viewer;
  held: ReadonlyMap<string, ConversationView>;
  /** Conversations held before and no longer: where they may not speak. */
  past: readonly string[];
  /** The author of the last message of people seen in a conversation. */
  lastAuthor(conversationId: string): MessageView['author']['kind'] | null;
}

const isStaffView = (view: object): view is ConversationView => 'assignee' in view;

/** Opens the desk of a member and keeps what they hold. */
export const openDesk = (stage: Stage, person: SignedIn, random: Random): Staff => {
  const memberId = person.me.member.id;
  const held = new Map<string, ConversationView>();
  const past: string[] = [];
  const authors = new Map<string, MessageView['author']['kind']>();
  const leave = (id: string): void => {
    if (held.delete(id)) past.push(id);
    if (past.length > 30) past.shift();
  };
  const take = (view: ConversationView): void => {
    const before = held.get(view.id);
    if (before && before.revision > view.revision) return;
    if (view.state === 'assigned' && view.assignee?.id === memberId) {
      held.set(view.id, view);
      desk.follow(view.id);
    } else leave(view.id);
  };
  const onFrame = (frame: ServerFrame): void => {
    if (frame.type === 'welcome') {
      const own = frame.conversations ?? [];
      // What left while the line was down is known by its absence.
      for (const id of [...held.keys()]) if (!own.some((view) => view.id === id)) { leave(id); desk.unfollow(id); }
      for (const view of own) take(view);
    }
    if (frame.type === 'conversation.changed' && isStaffView(frame.conversation)) take(frame.conversation);
    if (frame.type === 'conversation.removed') { leave(frame.conversationId); desk.unfollow(frame.conversationId); }
  };
  const desk: Viewer = createViewer({
    nodes: stage.nodes, name: `desk of ${memberId}`, authorId: memberId, identity: { as: 'member' }, headers: { cookie: person.cookie }, ledger: stage.ledger, random: random.fork('desk'),
    onFrame,
    onMessages: (id, messages) => { for (const { author } of messages) if (author.kind !== 'system') authors.set(id, author.kind); },
  });
  desk.start();
  return { stage, random, person, memberId, desk, held, past, lastAuthor: (id) => authors.get(id) ?? null };
};

type Place = Pick<ConversationView, 'id' | 'merchantId' | 'shop'>;

/** Runs an HTTP call whose refusal is part of the game; true when it was done. */
export const attempt = async (staff: Staff, what: string, act: () => Promise<unknown>): Promise<boolean> => {
  try {
    await act();
    staff.stage.count(what);
    return true;
  } catch {
    return false;
  }
};

export const transferToAgent = (staff: Staff, { id, merchantId, shop }: Place): Promise<boolean> => attempt(staff, 'transferToAgent', async () => {
  const { items } = await staff.person.http.call(presenceRoutes.listAgents, { params: { id: merchantId as never }, query: { shopId: shop.id } });
  const { id: memberId } = staff.random.pick(items);
  await staff.person.http.call(conversationRoutes.transfer, { params: { id }, body: { memberId, note: '麻烦接一下' } });
});

export const transferToGroup = (staff: Staff, { id, shop }: Place): Promise<boolean> => attempt(staff, 'transferToGroup', async () => {
  const groups = staff.person.me.grants.flatMap((grant) => grant.groups).filter((group) => group.shopId === shop.id);
  await staff.person.http.call(conversationRoutes.transfer, { params: { id }, body: { groupId: staff.random.pick(groups).id } });
});

export const close = (staff: Staff, { id }: Pick<Place, 'id'>): Promise<boolean> =>
  attempt(staff, 'closeByStaff', () => staff.person.http.call(conversationRoutes.close, { params: { id }, body: { reason: '已解决' } }));
