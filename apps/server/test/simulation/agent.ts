// An agent at work: answers, closes, hands on, falls silent, goes on a break, loses the network, and sometimes speaks where it is not their turn.
import { pause } from './pause.ts';
import { replies } from './sayings.ts';
import { close, transferToAgent, transferToGroup, type Staff } from './staff.ts';
import type { ConversationView } from '@qindesk/protocol';

const say = (staff: Staff, conversationId: string): void => { staff.desk.outbox.enqueue(conversationId, { type: 'text', text: staff.random.pick(replies) }); };

/** Into a conversation that was theirs: must be refused, unless it is theirs again [CM5]. */
const speakOutOfTurn = (staff: Staff): void => {
  if (staff.past.length === 0) return;
  staff.stage.count('outOfTurn');
  say(staff, staff.random.pick(staff.past));
};

/** A message sent before comes again, whoever has the conversation now [CM2]. */
const sendAgain = (staff: Staff): void => {
  const sent = staff.desk.recent();
  if (sent.length === 0) return;
  const { ref: _ref, ...frame } = staff.random.pick(sent);
  staff.desk.request(frame).catch(() => undefined);
};

const setPresence = (staff: Staff, state: 'online' | 'break'): Promise<unknown> => staff.desk.request({ type: 'presence.set', state }).catch(() => undefined);

const takeBreak = async (staff: Staff): Promise<void> => {
  await setPresence(staff, 'break');
  await pause(staff.random.int(300, 2500), staff.stage.stop);
  await setPresence(staff, 'online');
};

/** One thing done with one of the conversations they hold; also what a supervisor does with their own. */
export const serve = async (staff: Staff): Promise<void> => {
  const held = [...staff.held.values()];
  if (held.length === 0) return;
  // People wait for an answer first.
  const waiting = held.filter((view) => staff.lastAuthor(view.id) === 'consumer');
  const one: ConversationView = staff.random.pick(waiting.length > 0 && staff.random.chance(0.7) ? waiting : held);
  switch (staff.random.weighted({ say: 55, close: 22, transferToAgent: 5, transferToGroup: 5, silent: 13 })) {
    case 'say': say(staff, one.id); return;
    case 'close': await close(staff, one); return;
    case 'transferToAgent': await transferToAgent(staff, one); return;
    case 'transferToGroup': await transferToGroup(staff, one); return;
    case 'silent': return;
  }
};

/** Refusals are for a person to read; this one reads and drops them. */
export const dropRefused = (staff: Staff): void => {
  for (const { clientId, failed } of staff.desk.outbox.entries) if (failed) staff.desk.outbox.drop(clientId);
};

/** Works until the run is over. */
export const work = async (staff: Staff): Promise<void> => {
  const { random, stage } = staff;
  let present = false;
  while (await pause(random.int(100, 420), stage.stop)) {
    dropRefused(staff);
    if (!staff.desk.online) continue;
    present ||= (await setPresence(staff, 'online')) !== undefined;
    switch (random.weighted({ serve: 80, outOfTurn: 4, sendAgain: 5, cut: 2, takeBreak: 1.2, idle: 6 })) {
      case 'serve': await serve(staff); break;
      case 'outOfTurn': speakOutOfTurn(staff); break;
      case 'sendAgain': sendAgain(staff); break;
      case 'cut': staff.desk.cut(); stage.count('cut'); break;
      case 'takeBreak': await takeBreak(staff); break;
      case 'idle': break;
    }
  }
  dropRefused(staff);
};
