// The agent's desk: list, thread, context.
export const Desk = () => <main />;
