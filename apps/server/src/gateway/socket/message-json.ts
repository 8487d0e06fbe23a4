// Frames of messages written out by hand: the same text as JSON.stringify of the frame, without making its objects for every message and socket.
import type { Message } from '../../modules/conversation/index.ts';

let lastAt: Date | undefined;
let lastIso = '';
/** Messages of one batch share their moment: it is written out once. */
const isoOf = (at: Date): string => { if (at !== lastAt) { lastAt = at; lastIso = at.toISOString(); } return lastIso; };

const plain = /^[\w-]*$/;
/** Client ids come from outside; most are such that JSON leaves them as they are. */
const quote = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text));

/** `accepted`, as its sender hears it. */
export const acceptedJson = (ref: number, message: Message, clientId: string): string =>
  `{"type":"accepted","ref":${ref},"conversationId":"${message.conversationId}","clientId":${quote(clientId)},"messageId":"${message.id}","seq":${message.seq},"at":"${isoOf(message.at)}"}`;

/** The view of a message for an audience, as JSON: the text of `messageViewOf`. */
export const messageJson = (message: Message, audience: 'consumer' | 'staff'): string => {
  const { author } = message;
  const ownSide = audience === 'consumer' ? author.kind === 'consumer' : author.kind === 'agent';
  const authorId = audience === 'staff' && author.kind === 'agent' ? quote(author.id) : 'null';
  return `{"id":"${message.id}","conversationId":"${message.conversationId}","seq":${message.seq},"author":{"kind":"${author.kind}","id":${authorId},"name":${JSON.stringify(author.name)}},"body":${message.bodyJson ?? JSON.stringify(message.body)},"at":"${isoOf(message.at)}"${ownSide ? `,"clientId":${quote(message.clientId)}` : ''}}`;
};
