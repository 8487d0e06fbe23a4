// A promise that was not kept: which one, where, and enough to find it. Not for judging (verdict, replay).

/** What is counted; every one of them must be 0 at the end. */
export const violationKinds = [
  'lost', 'duplicated', 'misordered', 'withoutNextActor', 'overCapacity', 'openTwice', 'robotOutOfTurn', 'agentOutOfTurn', 'assignedTwice', 'staleQueueEntry',
  'repeatRefused', 'unlogged', 'failedStart', 'crash',
] as const;
export type ViolationKind = (typeof violationKinds)[number];

export interface Violation {
  kind: ViolationKind;
  /** The rule of a SPEC.md. */
  rule: string;
  conversationId: string | null;
  detail: string;
}

/** How many of each kind. */
export const countViolations = (violations: readonly Violation[]): Record<ViolationKind, number> =>
  Object.fromEntries(violationKinds.map((kind) => [kind, violations.filter((one) => one.kind === kind).length])) as Record<ViolationKind, number>;
