// The door of monitoring: figures from the log, the board, alarms. It watches; it never moves a conversation.
export { accessFloor, sees, type FloorPlace, type FloorScope } from './access.ts';
export { acknowledgeAlarm } from './acknowledge-alarm.ts';
export { startAlarmSweep, sweepAlarms } from './alarm-sweep.ts';
export { alarmTopic, alarmViewOf, findAlarm, listAlarms, type AlarmChanged, type AlarmTold } from './alarms.ts';
export { readBoard } from './board.ts';
export { applyEvent, definitionVersion, type Figures } from './figures.ts';
export { startFiguresReader } from './figures-reader.ts';
export { forgetFigures } from './forget-figures.ts';
export { createLiveBoard } from './live-board.ts';
export { recomputeFigures, type Recomputed } from './recompute-figures.ts';
export { monitoringRoutes } from './routes.ts';
