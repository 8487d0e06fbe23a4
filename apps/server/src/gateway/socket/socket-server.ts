// Accepts sockets: handshake, hello, parsing, sizes and rates, refusals. What frames mean is told by commands.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { clientFrame, maxFrameBytes, protocolVersion, refusalView, type ClientFrame, type ConsumerConversationView, type ServerFrame } from '@qindesk/protocol';
import { isOutOfReach, newId, Refusal, type House, type Reach } from '../../platform/index.ts';
import { findConsumerByToken, type Auth, type ConsumerActor, type MemberActor } from '../../modules/identity/index.ts';
import { conversationViewOf, findOpenConversation, listHeldSheets } from '../../modules/conversation/index.ts';
import { readHolding, returnFromDisconnect } from '../../modules/routing/index.ts';
import { cleanInput } from '../clean-input.ts';
import { outOfReachView } from '../http.ts';
import { isTrustedOrigin } from '../origin.ts';
import { findSignedIn } from '../signed-in.ts';
import { createAdmission, type Admission } from './admission.ts';
import { runCommand } from './commands.ts';
import { createFrameWriter } from './frame-writer.ts';
import { createHeartbeat, turnMs, type Beating, type Heartbeat } from './heartbeat.ts';
import { sendOwn, watchConversation, watchHeld, type Live } from './live.ts';
import { backfill, holdForResume } from './resume.ts';
import { createBucket, type Session } from './session.ts';

const helloWithinMs = 10_000;
/** Of the pool's twelve connections, hellos take these at most. */
const hellosAtOnce = 6;
/** Well below the 15 s after which a client takes a hello for lost. */
const helloWaitMs = 6000;
const badFramesAllowed = 20;
/** An agent speaks in many conversations at once. */
const memberFactor = 10;

type Hello = Extract<ClientFrame, { type: 'hello' }>;

/** A refusal as a frame; a bug is logged and told as `internal`. */
const refusedFrame = (house: House, ref: number | null, error: unknown): ServerFrame => {
  if (error instanceof Refusal) return { type: 'refused', ref, refusal: error.view };
  if (isOutOfReach(error)) { house.log.warn({ error: (error as Error).message }, 'a socket command did not reach the database'); return { type: 'refused', ref, refusal: outOfReachView }; }
  house.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a socket command failed');
  return { type: 'refused', ref, refusal: refusalView('internal') };
};

const refOf = (value: unknown): number | null => (typeof value === 'object' && value !== null && 'ref' in value && typeof value.ref === 'number' && Number.isSafeInteger(value.ref) ? value.ref : null);

interface Identity { actor: ConsumerActor | MemberActor; signInToken: string | null }

const identify = async (live: Live, auth: Auth, hello: Hello, request: IncomingMessage): Promise<Identity> => {
  if (hello.protocol !== protocolVersion) throw new Refusal('protocol_version', `client speaks ${hello.protocol}`);
  if (hello.as === 'consumer') {
    const actor = await findConsumerByToken(live.house.db, hello.token ?? '');
    if (!actor) throw new Refusal('bad_token');
    return { actor, signInToken: null };
  }
  // A cookie is sent by whatever page opens the socket: only our own pages may.
  if (!isTrustedOrigin(live.house.config, request)) throw new Refusal('bad_origin', String(request.headers.origin));
  const signedIn = await findSignedIn(live.house, auth, request.headers);
  if (!signedIn) throw new Refusal('not_signed_in');
  return { actor: signedIn.actor, signInToken: signedIn.token };
};

/** What the hello resumes is told live only after its backfill [CM6]. */
const greetWatch = (live: Live, session: Session, conversation: Parameters<typeof watchHeld>[2], hello: Hello): void => {
  const watch = watchHeld(live, session, conversation);
  if (hello.resume.some((point) => point.conversationId === conversation.id)) holdForResume(watch);
};

const greetConsumer = async (live: Live, session: Session, actor: ConsumerActor, hello: Hello): Promise<void> => {
  const open = await findOpenConversation(live.house, actor);
  if (open) greetWatch(live, session, open, hello);
  const welcome = (conversation: ConsumerConversationView | null): ServerFrame => ({ type: 'welcome', protocol: protocolVersion, now: live.house.clock.now().toISOString(), session: session.id, conversation });
  if (open) await sendOwn(live, () => [session], actor.merchantId, open.id, welcome);
  else session.send(welcome(null));
  await resumeAll(live, session, hello);
};

const greetMember = async (live: Live, session: Session, actor: MemberActor, hello: Hello): Promise<void> => {
  await returnFromDisconnect(live.house, actor);
  const held = await listHeldSheets(live.house, actor);
  for (const sheet of held) greetWatch(live, session, sheet.conversation, hello);
  const { state, load, capacity } = await readHolding(live.house.db, actor.memberId);
  const now = live.house.clock.now();
  session.send({ type: 'welcome', protocol: protocolVersion, now: now.toISOString(), session: session.id, conversations: held.map((sheet) => conversationViewOf(sheet, actor, now)), presence: { memberId: actor.memberId, state, load, capacity } });
  await resumeAll(live, session, hello);
};

/** Points of conversations that are no longer the client's are passed over: it learns from the fresh lists. */
const resumeAll = async (live: Live, session: Session, hello: Hello): Promise<void> => {
  for (const point of hello.resume) {
    try {
      await backfill(live.house, session, await watchConversation(live, session, point.conversationId), point.conversationId, point.afterSeq, null);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      session.send({ type: 'conversation.removed', conversationId: point.conversationId, reason: 'access_ended' });
    }
  }
};

/** `request` is the handshake, let go of at the hello: its headers are most of what a waiting socket weighs. `late` closes a socket that never says hello. */
interface Connection extends Beating { socket: WebSocket; stream: Duplex; request: IncomingMessage | null; late: NodeJS.Timeout; session: Session | null; bad: number; allow: () => number }
/** What all sockets of a server share. */
interface Door { live: Live; auth: Auth; admit: Admission; heart: Heartbeat<Connection> }

const openSession = (live: Live, connection: Connection, identity: Identity): Session => {
  const writer = createFrameWriter(connection.socket, connection.stream, () => session.close('slow', 1000));
  const session: Session = {
    id: newId('session'), actor: identity.actor, signInToken: identity.signInToken, watches: new Map(), onClose: [], closed: false,
    send: (frame) => writer.write(JSON.stringify(frame)),
    sendJson: (json) => writer.write(json),
    sendMessages: (views) => writer.writeMessages(views),
    close: (reason, retryAfterMs) => {
      writer.write(JSON.stringify({ type: 'goodbye', reason, retryAfterMs } satisfies ServerFrame));
      writer.flush();
      connection.socket.close(1001, reason);
      setTimeout(() => connection.socket.terminate(), 2000).unref();
    },
  };
  live.registry.add(session);
  return session;
};

const onHello = async ({ live, auth }: Door, connection: Connection, hello: Hello): Promise<void> => {
  const { request } = connection;
  // It may have gone while it waited for its turn.
  if (!request || connection.socket.readyState !== connection.socket.OPEN) return;
  connection.request = null;
  const identity = await identify(live, auth, hello, request);
  if (connection.socket.readyState !== connection.socket.OPEN) return;
  const session = openSession(live, connection, identity);
  connection.session = session;
  const perMinute = live.house.config.limits.messagesPerMinute * (identity.actor.kind === 'consumer' ? 1 : memberFactor);
  connection.allow = createBucket(perMinute, live.house.clock.ms);
  if (identity.actor.kind === 'consumer') await greetConsumer(live, session, identity.actor, hello);
  else await greetMember(live, session, identity.actor, hello);
};

/** Reads a frame's text; null when it is not one of the protocol's. */
const parse = (text: string): { frame: ClientFrame } | { ref: number | null; field: string | undefined } => {
  let value: unknown;
  try { value = JSON.parse(text); } catch { return { ref: null, field: undefined }; }
  // Only an escape can bring in what the database cannot hold.
  if (text.includes('\\u')) value = cleanInput(value);
  const parsed = clientFrame.safeParse(value);
  return parsed.success ? { frame: parsed.data } : { ref: refOf(value), field: parsed.error.issues[0]?.path.join('.') };
};

/** Works on one frame up to its verb; what is refused is told, at once or when the verb ends. Resolves only for a hello, whose end the next frames await. */
const onFrame = (door: Door, connection: Connection, text: string): Promise<void> | void => {
  const { live } = door;
  const tell = (frame: ServerFrame): void => { if (connection.session) connection.session.send(frame); else connection.socket.send(JSON.stringify(frame)); };
  const parsed = parse(text);
  if (!('frame' in parsed)) {
    tell({ type: 'refused', ref: parsed.ref, refusal: refusalView('invalid', { field: parsed.field }) });
    if (++connection.bad > badFramesAllowed) connection.socket.close(1008, 'too many bad frames');
    return;
  }
  const { frame } = parsed;
  const refused = (error: unknown): void => {
    tell(refusedFrame(live.house, 'ref' in frame ? frame.ref : null, error));
    if (frame.type === 'hello') connection.socket.close(1008, 'hello refused');
  };
  try {
    if (frame.type === 'hello') {
      if (connection.session) throw new Refusal('invalid', 'hello twice');
      clearTimeout(connection.late);
      return door.admit(() => onHello(door, connection, frame)).catch(refused);
    }
    if (frame.type === 'ping') { tell({ type: 'pong', now: live.house.clock.now().toISOString() }); return; }
    if (!connection.session) throw new Refusal('not_signed_in', 'hello first');
    const wait = connection.allow();
    if (wait > 0) throw new Refusal('rate_limited', frame.type, { retryAfterMs: wait });
    runCommand(live, connection.session, frame)?.catch(refused);
  } catch (error) {
    refused(error);
  }
};

const accept = (door: Door, socket: WebSocket, stream: Duplex, request: IncomingMessage): void => {
  const { live, heart } = door;
  const late = setTimeout(() => socket.close(1008, 'no hello'), helloWithinMs);
  const connection: Connection = { socket, stream, request, late, session: null, bad: 0, allow: createBucket(60, live.house.clock.ms), pulse: 'heard', turn: 0 };
  heart.add(connection);
  // Frames of one socket are worked on in order of arrival up to their verb; a send does not wait for the commit of the one before.
  let greeted: Promise<void> = Promise.resolve();
  socket.on('pong', () => { connection.pulse = 'heard'; });
  socket.on('message', (data: Buffer, binary: boolean) => {
    connection.pulse = 'heard';
    if (binary) { socket.close(1003, 'text only'); return; }
    const text = data.toString('utf8');
    if (connection.session) onFrame(door, connection, text);
    else greeted = greeted.then(() => onFrame(door, connection, text));
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearTimeout(late);
    heart.remove(connection);
    const { session } = connection;
    if (!session) return;
    session.closed = true;
    live.registry.remove(session);
    for (const done of session.onClose) done();
  });
};

/** Ends every session; everyone comes back at a time of their own. */
const sendAway = (live: Live, reason: 'drain' | 'unavailable'): void => {
  for (const session of [...live.registry.all()]) session.close(reason, 500 + Math.floor(Math.random() * 3000));
};

const refuseUpgrade = (stream: Duplex, status: string): void => { stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`); };

/**
 * Serves `/socket` on the HTTP server. A socket from which nothing comes any more, not even the answer to a ping, is closed within 45 s. When the database is out of reach while other
 * processes live on it, everyone is sent to those; alone, people stay: their commands are refused until it answers, and nobody has to come back all at once.
 */
export const startSocketServer = (live: Live, auth: Auth, http: Server, reach: Reach): { stop(): Promise<void> } => {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false, clientTracking: false });
  const door: Door = {
    live, auth, admit: createAdmission({ atOnce: hellosAtOnce, waitMs: helloWaitMs, now: () => performance.now(), random: Math.random }),
    heart: createHeartbeat(({ socket }) => socket.ping(), ({ socket }) => socket.terminate()),
  };
  let draining = false;
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== '/socket') { refuseUpgrade(stream, '404 Not Found'); return; }
    if (draining) { refuseUpgrade(stream, '503 Service Unavailable'); return; }
    server.handleUpgrade(request, stream, head, (socket) => accept(door, socket, stream, request));
  });
  const beating = setInterval(door.heart.beat, turnMs);
  const unsubscribe = reach.subscribe((isLost) => { if (isLost && reach.hasOthers) sendAway(live, 'unavailable'); });
  return {
    stop: async () => {
      draining = true;
      unsubscribe();
      clearInterval(beating);
      sendAway(live, 'drain');
      await new Promise((resolve) => setTimeout(resolve, 150));
      for (const { socket } of door.heart.all()) socket.terminate();
      server.close();
    },
  };
};
