// In what order alarms stand in the column, and which of them are news. Not for drawing or sounding them.
import type { AlarmView } from '@qindesk/protocol';

/** Alarms by what they ask of the supervisor; newest first in each. */
export interface AlarmPiles {
  /** Nobody has taken them: these tick. */
  open: AlarmView[];
  /** Somebody said "mine", the trouble still lasts. */
  acknowledged: AlarmView[];
  /** Over. */
  resolved: AlarmView[];
}

const newestFirst = (a: AlarmView, b: AlarmView): number => b.raisedAt.localeCompare(a.raisedAt) || b.id.localeCompare(a.id);

/** Sorts alarms into piles; each alarm is in exactly one. */
export function orderAlarms(alarms: Iterable<AlarmView>): AlarmPiles {
  const piles: AlarmPiles = { open: [], acknowledged: [], resolved: [] };
  for (const alarm of [...alarms].sort(newestFirst)) {
    if (alarm.resolvedAt) piles.resolved.push(alarm);
    else if (alarm.acknowledged) piles.acknowledged.push(alarm);
    else piles.open.push(alarm);
  }
  return piles;
}

/** How far along an alarm is: an acknowledgement never goes back, a resolution neither. */
const rank = (alarm: AlarmView): number => (alarm.resolvedAt ? 2 : alarm.acknowledged ? 1 : 0);

/**
 * Lays newer alarms over known ones, by id. A frame that was overtaken on the way (an open alarm after its own acknowledgement)
 * does not turn the alarm back.
 */
export function mergeAlarms(known: readonly AlarmView[], incoming: readonly AlarmView[]): AlarmView[] {
  const byId = new Map(known.map((alarm) => [alarm.id, alarm]));
  for (const alarm of incoming) {
    const before = byId.get(alarm.id);
    if (!before || rank(alarm) >= rank(before)) byId.set(alarm.id, alarm);
  }
  return [...byId.values()];
}
