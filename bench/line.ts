// A person's line to the product for a load: hello, welcome, a few commands in words; then frames as bytes. Not for healing (packages/client does that).
import { openWire, socketAt, type Wire } from './wire.ts';

/** Who says hello: a consumer's token or a member's cookie. */
export type Speaker = { token: string } | { cookie: string };
export interface ResumePoint { conversationId: string; afterSeq: number }
export interface LineOptions { localAddress?: string; resume?: readonly ResumePoint[]; gone?: () => void }

interface Frame { type: string; ref?: number | null }

export interface Line extends Wire {
  /** Gets every text frame that `ask` does not wait for; set it to listen. Valid until it returns. */
  hear: (payload: Buffer) => void;
  /** The welcome that answered the hello. */
  welcome: object;
  /** Sends a command and resolves with the frame that answers it; rejects with what was refused, or after 60 s. */
  ask<T extends object>(command: { type: string } & Record<string, unknown>): Promise<T>;
}

const answerWithinMs = 60_000;
/** Refs of `ask` begin here: those of a load's own commands are below. */
const firstRef = 2 ** 40;
let refs = firstRef;

const helloOf = (speaker: Speaker, resume: readonly ResumePoint[]): string =>
  JSON.stringify({ type: 'hello', protocol: 1, ...('token' in speaker ? { as: 'consumer', token: speaker.token } : { as: 'member' }), resume });

/** Opens a line and resolves with the welcome received. Rejects when the socket or the hello is refused. */
export const openLine = async (url: string, speaker: Speaker, { localAddress, resume = [], gone }: LineOptions = {}): Promise<Line> => {
  const waiting = new Map<number | null, { done: (frame: object) => void; fail: (error: Error) => void; timer: NodeJS.Timeout }>();
  const settle = (frame: Frame): boolean => {
    const ref = frame.type === 'welcome' ? null : (frame.ref ?? null);
    const one = waiting.get(ref);
    if (!one || (ref === null && frame.type !== 'welcome' && frame.type !== 'refused')) return false;
    waiting.delete(ref);
    clearTimeout(one.timer);
    if (frame.type === 'refused') one.fail(new Error(JSON.stringify(frame))); else one.done(frame);
    return true;
  };
  const expect = <T>(ref: number | null): Promise<T> =>
    new Promise((done, fail) => {
      waiting.set(ref, { done: done as (frame: object) => void, fail, timer: setTimeout(() => { waiting.delete(ref); fail(new Error('no answer from the server within 60 s')); }, answerWithinMs) });
    });
  const hear = (payload: Buffer): void => {
    if (waiting.size > 0 && settle(JSON.parse(payload.toString()) as Frame)) return;
    line.hear(payload);
  };
  const failAll = (): void => {
    for (const { fail, timer } of waiting.values()) { clearTimeout(timer); fail(new Error('the line was closed')); }
    waiting.clear();
  };
  const closed = (): void => { failAll(); gone?.(); };
  const wire = await openWire({ ...socketAt(url), ...('cookie' in speaker ? { headers: { cookie: speaker.cookie } } : {}), ...(localAddress ? { localAddress } : {}) }, hear, closed);
  const line: Line = {
    send: wire.send, end: () => { wire.end(); failAll(); }, get isOpen() { return wire.isOpen; }, hear: () => undefined, welcome: {},
    ask: (command) => { const ref = ++refs; wire.send(JSON.stringify({ ...command, ref })); return expect(ref); },
  };
  wire.send(helloOf(speaker, resume));
  line.welcome = await expect<object>(null);
  return line;
};
