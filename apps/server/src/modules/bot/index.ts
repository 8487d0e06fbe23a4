// The door of bot: the robot's agenda, its trial window, its decisions.
export { startRobot, type Robot } from './agenda.ts';
export { closeIdleConversations } from './close-idle.ts';
export { forgetRobot } from './forget-robot.ts';
export { botRoutes } from './routes.ts';
export { listDecisions } from './list-decisions.ts';
export { tryOut } from './try-out.ts';
export { silentTopic, type DecisionJudged, type RobotSilent } from './events.ts';
export { getBrain } from './shop-brain.ts';
