// What is written by hand is what JSON.stringify writes of the views.
import { expect, it } from 'vitest';
import fc from 'fast-check';
import { messageViewOf, type Message } from '../../modules/conversation/index.ts';
import { acceptedJson, messageJson } from './message-json.ts';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const message = fc.record({
  kind: fc.constantFrom('consumer' as const, 'agent' as const, 'robot' as const, 'system' as const), name: text, clientId: text, said: text, seq: fc.integer({ min: 1, max: 1e9 }), at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }), withJson: fc.boolean(),
}).map(({ kind, name, clientId, said, seq, at, withJson }): Message => {
  const body = { type: 'text' as const, text: said };
  return { merchantId: 'org_1', conversationId: 'cnv_1', seq, id: 'msg_1', author: { kind, id: 'mem_1', name }, clientId, body, at, ...(withJson ? { bodyJson: JSON.stringify(body) } : {}) };
});

it('writes the view of a message for either audience', () => {
  fc.assert(fc.property(message, fc.constantFrom('consumer' as const, 'staff' as const), (one, audience) => { expect(messageJson(one, audience)).toBe(JSON.stringify(messageViewOf(one, audience))); }));
});

it('writes what the sender hears', () => {
  fc.assert(fc.property(message, fc.integer({ min: 0, max: 2 ** 53 - 1 }), (one, ref) => {
    expect(acceptedJson(ref, one, one.clientId)).toBe(JSON.stringify({ type: 'accepted', ref, conversationId: one.conversationId, clientId: one.clientId, messageId: one.id, seq: one.seq, at: one.at.toISOString() }));
  }));
});
