// The facts this room publishes.

/** Payload of `decision.judged`; `right` is null where the robot had not answered. */
export interface DecisionJudged { shopId: string; roundSeq: number; right: boolean | null }
