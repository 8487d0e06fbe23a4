// One transaction for many messages: lock, decide, store [CM1] [CM2] [CM5]; and what is done when it fails. Not for who may call it (send-message).
import { Refusal, committedTopic, invariant, runSteps, sqlState, txOver, type House, type LoggedEvent, type Step, type Tx } from '../../platform/index.ts';
import { messagesTopic } from './events.ts';
import { keyOf, planMessages, type LockedConversation, type MessageDraft, type MessagePlan, type SendResult } from './plan-messages.ts';
import { findRepeats, lockStep, storeSteps } from './store-messages.ts';

/** Who may not speak any more may still repeat what they said when they could: it gets its first answer, not the refusal [CM2]. */
const answerRepeats = async (tx: Tx, drafts: readonly MessageDraft[], { results }: MessagePlan): Promise<void> => {
  const refused = drafts.flatMap((draft, i) => { const result = results[i]; return result instanceof Refusal && result.code !== 'not_found' ? [{ draft, i }] : []; });
  if (refused.length === 0) return;
  const stored = new Map((await findRepeats(tx, refused.map(({ draft }) => draft))).map((message) => [keyOf(message), message]));
  for (const { draft, i } of refused) {
    const message = stored.get(keyOf(draft));
    if (message) results[i] = { message, repeated: true };
  }
};

const tellCommitted = (house: House, { fresh }: MessagePlan, logged: readonly Pick<LoggedEvent, 'merchantId' | 'type'>[]): void => {
  if (fresh.length === 0) return;
  const at = fresh[0]?.at ?? house.clock.now();
  house.bus.publish(messagesTopic, fresh);
  const facts = new Map(logged.map(({ merchantId, type }) => [`${merchantId} ${type}`, { merchantId, type, subjectId: null, payload: {}, position: 0, at }]));
  house.bus.publish<LoggedEvent[]>(committedTopic, [...facts.values()]);
};

/** Of a small batch PostgreSQL would rather plan each time what it could do ten times meanwhile. A plan that is kept must not be one that reads a whole table because it was small that day. */
const planOnce: Step = { name: 'plan-once', sql: "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)" };

const begin: Step = { name: 'begin', sql: 'BEGIN' };
const commit: Step = { name: 'commit', sql: 'COMMIT' };

/** Two round trips to the database: what is locked, and what is stored because of it. */
const attempt = async (house: House, drafts: readonly MessageDraft[], lookForRepeats: boolean): Promise<readonly SendResult[]> => {
  const client = await house.db.pool.connect();
  try {
    const [, , rows = []] = await runSteps(client, [begin, planOnce, lockStep(drafts)]);
    const tx = txOver(client, []);
    const repeats = lookForRepeats ? await findRepeats(tx, drafts) : [];
    const plan = planMessages(drafts, rows as LockedConversation[], new Map(repeats.map((message) => [keyOf(message), message])), house.clock.now());
    if (!lookForRepeats) await answerRepeats(tx, drafts, plan);
    const { steps, logged } = storeSteps(house.events.origin, plan);
    await runSteps(client, [...steps, commit]);
    client.release();
    tellCommitted(house, plan, logged);
    return plan.results;
  } catch (error) {
    await client.query('ROLLBACK').then(() => client.release(), () => client.release(true));
    throw error;
  }
};

/** Errors that one bad item causes (class 22: its data, class 23: a constraint): the others of the batch must not suffer. */
const isOfOneItem = (error: unknown): boolean => /^2[23]/.test(sqlState(error) ?? '');
const uniqueViolation = '23505';

const writeApart = async (house: House, drafts: readonly MessageDraft[]): Promise<readonly SendResult[]> => {
  const results: SendResult[] = [];
  for (const draft of drafts) {
    results.push(...await writeMessages(house, [draft]).catch((error: Error): SendResult[] => {
      house.log.error({ conversation: draft.conversationId, error: error.stack }, 'a message could not be stored');
      return [new Refusal('internal', error.message)];
    }));
  }
  return results;
};

/** Writes a batch. The common case looks for no repeats: one shows as a unique violation, and the batch runs again looking for them. */
export const writeMessages = async (house: House, drafts: readonly MessageDraft[]): Promise<readonly SendResult[]> => {
  let lookForRepeats = false;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(house, drafts, lookForRepeats);
    } catch (error) {
      invariant(tries < 6, `a batch of messages failed ${tries} times: ${String(error)}`);
      if (sqlState(error) === uniqueViolation && !lookForRepeats) lookForRepeats = true;
      else if (isOfOneItem(error) && drafts.length > 1) return writeApart(house, drafts);
      else if (sqlState(error) !== '40P01' && sqlState(error) !== '40001') throw error;
    }
  }
};
