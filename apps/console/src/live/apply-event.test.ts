// What each event does to the live state, and the law of it: a snapshot and the events after it give the same as a fresh snapshot.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConversationView, MessageView, ServerFrame } from '@qindesk/protocol';
import { applyEvent, type LiveEvent } from './apply-event.ts';
import { makeConversation, makeMessage } from './make-views.ts';
import { emptyState, type LiveState } from './state.ts';

const now = Date.UTC(2026, 4, 1, 9);
const run = (events: readonly LiveEvent[], from: LiveState = emptyState('mem_me')): LiveState => events.reduce((state, event) => applyEvent(state, event, now), from);
const welcome = (conversations: ConversationView[]): ServerFrame => ({ type: 'welcome', protocol: 1, now: new Date(now).toISOString(), session: 's', conversations });
const messages = (...list: MessageView[]): ServerFrame => ({ type: 'messages', messages: list });
const opened = (conversationId: string, before = 0): LiveEvent => ({ type: 'thread.opened', conversationId, before });
const seqs = (state: LiveState, id: string): number[] => state.threads[id]?.messages.map((message) => message.seq) ?? [];

/** A server of one conversation after another, written independently of the reducer: it keeps rows and makes fresh views of them. */
const makeServer = (ids: readonly string[]) => {
  const rows = new Map(ids.map((id) => [id, { id, held: true, moves: 1, log: [] as MessageView[], staffRead: 0, consumerRead: 0 }]));
  const fresh = (id: string): ConversationView => {
    const row = rows.get(id);
    if (row === undefined) throw new Error(id);
    const spoken = row.log.filter((message) => message.author.kind !== 'system');
    const lastAnswer = spoken.findLastIndex((message) => message.author.kind !== 'consumer');
    const previews = row.log.flatMap((message) => (message.body.type === 'text' ? [message.body.text] : []));
    return makeConversation(id, {
      lastSeq: row.log.length, revision: row.moves + row.log.length, preview: previews.at(-1) ?? '',
      lastMessageAt: row.log.at(-1)?.at ?? null, needsReplySince: spoken[lastAnswer + 1]?.at ?? null, staffReadSeq: row.staffRead, consumerReadSeq: row.consumerRead,
    });
  };
  return {
    rows, fresh, held: () => [...rows.values()].filter((row) => row.held).map((row) => fresh(row.id)),
    say: (id: string, kind: MessageView['author']['kind']): ServerFrame[] => {
      const row = rows.get(id);
      if (row === undefined) return [];
      const message = makeMessage(id, row.log.length + 1, kind, kind === 'system' ? { type: 'system', code: 'queued', params: {} } : `${kind} ${row.log.length + 1}`);
      row.log.push(message);
      return row.held ? [messages(message)] : [];
    },
    read: (id: string, by: 'consumer' | 'staff'): ServerFrame[] => {
      const row = rows.get(id);
      if (row === undefined) return [];
      const seq = row.log.length;
      if (by === 'staff') row.staffRead = seq; else row.consumerRead = seq;
      return row.held ? [{ type: 'read', conversationId: id, by, seq }] : [];
    },
    move: (id: string): ServerFrame[] => {
      const row = rows.get(id);
      if (row === undefined) return [];
      row.held = !row.held;
      row.moves += 1;
      return row.held ? [{ type: 'conversation.changed', conversation: fresh(id) }] : [{ type: 'conversation.removed', conversationId: id, reason: 'transferred' }];
    },
  };
};

const ids = ['a', 'b', 'c'];
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('say' as const), id: fc.constantFrom(...ids), kind: fc.constantFrom('consumer' as const, 'agent' as const, 'robot' as const, 'system' as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('read' as const), id: fc.constantFrom(...ids), by: fc.constantFrom('consumer' as const, 'staff' as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('move' as const), id: fc.constantFrom(...ids) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('break' as const), lost: fc.nat(4) }) },
);

describe('snapshot and events', () => {
  test('a snapshot and the events after it give the same list as a fresh snapshot, over any breaks', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const server = makeServer(ids);
      let state = run([welcome(server.held())]);
      let dropping = 0;
      for (const one of steps) {
        if (one.act === 'break') { dropping = one.lost + 1; continue; }
        const events = one.act === 'say' ? server.say(one.id, one.kind) : one.act === 'read' ? server.read(one.id, one.by) : server.move(one.id);
        if (dropping === 0) state = run(events, state);
        else if (--dropping === 0) state = run([welcome(server.held())], state);
      }
      if (dropping > 0) state = run([welcome(server.held())], state);
      expect(state.conversations).toEqual(run([welcome(server.held())]).conversations);
    }), { numRuns: 300 });
  });

  test('every event twice changes nothing more', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const server = makeServer(ids);
      let once = run([welcome(server.held())]);
      let twice = once;
      for (const one of steps) {
        const events = one.act === 'say' ? server.say(one.id, one.kind) : one.act === 'read' ? server.read(one.id, one.by) : one.act === 'move' ? server.move(one.id) : [];
        once = run(events, once);
        twice = run([...events, ...events], twice);
      }
      expect(twice.conversations).toEqual(once.conversations);
    }), { numRuns: 200 });
  });
});

describe('threads', () => {
  test('messages come in order, each once, whatever is told twice [CM6]', () => {
    const state = run([opened('a'), messages(makeMessage('a', 1, 'consumer'), makeMessage('a', 2, 'robot')), messages(makeMessage('a', 2, 'robot'), makeMessage('a', 3, 'consumer'))]);
    expect(seqs(state, 'a')).toEqual([1, 2, 3]);
  });

  test('a hole is never shown', () => {
    const state = run([opened('a'), messages(makeMessage('a', 1, 'consumer')), messages(makeMessage('a', 3, 'consumer'))]);
    expect(seqs(state, 'a')).toEqual([1]);
  });

  test('earlier messages join above; those already held are not repeated', () => {
    const state = run([opened('a', 2), messages(makeMessage('a', 3, 'consumer')), { type: 'thread.earlier', conversationId: 'a', messages: [makeMessage('a', 1, 'consumer'), makeMessage('a', 2, 'robot'), makeMessage('a', 3, 'consumer')] }]);
    expect(seqs(state, 'a')).toEqual([1, 2, 3]);
    expect(state.threads['a']?.before).toBe(0);
  });

  test('earlier messages that would leave a hole are not taken', () => {
    const state = run([opened('a', 5), messages(makeMessage('a', 6, 'consumer')), { type: 'thread.earlier', conversationId: 'a', messages: [makeMessage('a', 3, 'consumer')] }]);
    expect(seqs(state, 'a')).toEqual([6]);
  });

  test('opening a thread again keeps what is held', () => {
    expect(seqs(run([opened('a'), messages(makeMessage('a', 1, 'consumer')), opened('a', 40)]), 'a')).toEqual([1]);
  });

  test('an accepted message stays on the screen until it comes back, also when it came back first', () => {
    const entry = { clientId: 'c1', conversationId: 'a', body: { type: 'text' as const, text: '好' }, at: 1, order: 1, failed: null };
    const waiting = run([opened('a'), messages(makeMessage('a', 1, 'consumer')), { type: 'outbox.accepted', entry, seq: 2 }]);
    expect(waiting.settling).toHaveLength(1);
    expect(run([messages(makeMessage('a', 2, 'agent'))], waiting).settling).toHaveLength(0);
    expect(run([opened('a'), messages(makeMessage('a', 1, 'agent')), { type: 'outbox.accepted', entry, seq: 1 }]).settling).toHaveLength(0);
  });
});

describe('leaving', () => {
  test('what one may no longer see leaves the memory with its messages and notes [CM8] [SC1]', () => {
    const note = { id: 'nte_1' as never, conversationId: 'a' as never, afterSeq: 1, author: { id: null, name: '小雨' }, text: '老客', at: '2026-05-01T08:00:00.000Z' };
    const state = run([welcome([makeConversation('a')]), opened('a'), messages(makeMessage('a', 1, 'consumer')), { type: 'note.added', note }, { type: 'conversation.removed', conversationId: 'a', reason: 'access_ended' }]);
    expect([state.conversations['a'], state.threads['a'], state.notes['a']]).toEqual([undefined, undefined, undefined]);
    expect(state.departed['a']).toBe('access_ended');
  });

  test('a closed conversation stays readable and is closed', () => {
    const state = run([welcome([makeConversation('a')]), opened('a'), messages(makeMessage('a', 1, 'consumer')), { type: 'conversation.removed', conversationId: 'a', reason: 'closed' }]);
    expect(state.conversations['a']).toMatchObject({ state: 'closed', closedAt: new Date(now).toISOString() });
    expect(seqs(state, 'a')).toEqual([1]);
  });

  test('a conversation that comes back is no longer departed', () => {
    const state = run([welcome([makeConversation('a')]), { type: 'conversation.removed', conversationId: 'a', reason: 'transferred' }, { type: 'conversation.changed', conversation: makeConversation('a', { revision: 9 }) }]);
    expect(state.departed).toEqual({});
    expect(state.conversations['a']?.revision).toBe(9);
  });
});

describe('other slices', () => {
  test('an older view never wins, and read marks never go back', () => {
    const state = run([welcome([makeConversation('a', { revision: 5, preview: '新', staffReadSeq: 4 })]), { type: 'conversation.changed', conversation: makeConversation('a', { revision: 3, preview: '旧' }) }]);
    expect(state.conversations['a']?.preview).toBe('新');
    expect(run([{ type: 'conversation.changed', conversation: makeConversation('a', { revision: 6, staffReadSeq: 2 }) }], state).conversations['a']?.staffReadSeq).toBe(4);
  });

  test('a frame of messages old and new counts only the new ones', () => {
    const state = run([welcome([makeConversation('a', { lastSeq: 2, revision: 3 })]), messages(makeMessage('a', 2, 'consumer'), makeMessage('a', 3, 'consumer'))]);
    expect(state.conversations['a']).toMatchObject({ lastSeq: 3, revision: 4, needsReplySince: makeMessage('a', 3, 'consumer').at });
  });

  test('a note is held once, beside the message it followed', () => {
    const note = (id: string, afterSeq: number) => ({ id: id as never, conversationId: 'a' as never, afterSeq, author: { id: null, name: '小雨' }, text: id, at: '2026-05-01T08:00:00.000Z' });
    const state = run([{ type: 'note.added', note: note('nte_2', 7) }, { type: 'notes.read', conversationId: 'a', notes: [note('nte_1', 3), note('nte_2', 7)] }]);
    expect(state.notes['a']?.map((one) => one.id)).toEqual(['nte_1', 'nte_2']);
  });

  test('a message ends the typing of its author', () => {
    const typing: ServerFrame = { type: 'typing', conversationId: 'a', by: 'consumer', on: true };
    expect(run([typing]).typing['a']).toEqual({ by: 'consumer', at: now });
    expect(run([typing, messages(makeMessage('a', 1, 'consumer'))]).typing).toEqual({});
  });

  test('a board replaces the alarms of its merchant and no others', () => {
    const alarm = (id: string, merchantId: string) => ({ id, merchantId, shopId: 'shp_1', rule: 'agent_silent', conversationId: null, consumerName: null, agent: null, groupName: null, raisedAt: '', sinceAt: '', thresholdS: 1, acknowledged: null, resolvedAt: null }) as never;
    const state = run([{ type: 'alarm.raised', alarm: alarm('alm_1', 'org_1') }, { type: 'alarm.raised', alarm: alarm('alm_2', 'org_2') }, { type: 'board', board: { merchantId: 'org_1', shopId: null } as never, alarms: [alarm('alm_3', 'org_1')] }]);
    expect(Object.keys(state.alarms).sort()).toEqual(['alm_2', 'alm_3']);
  });
});
