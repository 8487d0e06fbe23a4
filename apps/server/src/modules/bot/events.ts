// The facts this room publishes.

/** On the process's own bus, never stored: a round was met with silence, who waits for words of the robot need not. */
export const silentTopic = 'robot.silent';
export interface RobotSilent { merchantId: string; conversationId: string }

/** Payload of `decision.judged`; `right` is null where the robot had not answered. */
export interface DecisionJudged { shopId: string; roundSeq: number; right: boolean | null }
