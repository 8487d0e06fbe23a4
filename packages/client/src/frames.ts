// Types of the frames as a caller writes them: commands without their `ref`, and which answer each of them gets.
import type { ClientFrameInput, ServerFrame } from '@qindesk/protocol';

type WithRef = Extract<ClientFrameInput, { ref: number }>;
type DropRef<F> = F extends unknown ? Omit<F, 'ref'> : never;

/** A command that is answered; the connection numbers it. */
export type RequestFrame = DropRef<WithRef>;
/** A frame nobody answers. */
export type SendFrame = Extract<ClientFrameInput, { type: 'typing' | 'read' }>;

/** Every frame that answers a command. */
export type AnswerFrame = Extract<ServerFrame, { type: 'accepted' | 'done' | 'backfill' }>;
/** The answer to one command. */
export type Answer<F extends RequestFrame> = F extends { type: 'message.send' }
  ? Extract<ServerFrame, { type: 'accepted' }>
  : F extends { type: 'conversation.resume' }
    ? Extract<ServerFrame, { type: 'backfill' }>
    : F extends { type: 'conversation.watch' }
      ? Extract<ServerFrame, { type: 'done' | 'backfill' }>
      : Extract<ServerFrame, { type: 'done' }>;
