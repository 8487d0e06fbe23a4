// A supervisor at work: looks on silently, takes conversations over, moves them about, and serves what they took.
import { conversationRoutes, type ConversationView } from '@qindesk/protocol';
import { dropRefused, serve } from './agent.ts';
import { pause } from './pause.ts';
import { attempt, close, transferToAgent, transferToGroup, type Staff } from './staff.ts';

const mostWatched = 6;

/** Opens a conversation silently, and lets go of one when there are many. */
const watch = (staff: Staff, { id }: ConversationView): void => {
  const watched = staff.desk.followed().filter((one) => !staff.held.has(one));
  const [oldest] = watched;
  if (watched.length >= mostWatched && oldest) staff.desk.unfollow(oldest);
  staff.desk.follow(id, true);
  staff.stage.count('watch');
};

const act = async (staff: Staff): Promise<void> => {
  const { http } = staff.person;
  const { items } = await http.call(conversationRoutes.list, { query: { open: 'true' as never, limit: 60 } });
  if (items.length === 0) return;
  const one = staff.random.pick(items);
  const params = { id: one.id };
  switch (staff.random.weighted({ takeOver: 30, transferToAgent: 22, transferToGroup: 15, watch: 25, note: 5, close: 3 })) {
    case 'takeOver': await attempt(staff, 'takeOver', () => http.call(conversationRoutes.takeOver, { params })); return;
    case 'transferToAgent': await transferToAgent(staff, one); return;
    case 'transferToGroup': await transferToGroup(staff, one); return;
    case 'watch': watch(staff, one); return;
    case 'note': await attempt(staff, 'note', () => http.call(conversationRoutes.addNote, { params, body: { text: '看一下这个' } })); return;
    case 'close': await close(staff, one); return;
  }
};

/** Works until the run is over. */
export const supervise = async (staff: Staff): Promise<void> => {
  const { random, stage } = staff;
  while (await pause(random.int(150, 700), stage.stop)) {
    dropRefused(staff);
    if (!staff.desk.online) continue;
    if (random.chance(0.6)) await serve(staff);
    else await act(staff).catch(() => undefined);
    if (random.chance(0.02)) staff.desk.cut();
  }
  dropRefused(staff);
};
