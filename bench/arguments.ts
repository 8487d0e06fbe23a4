// Reads a measurement's arguments: `--name NUMBER` and `--name`. Not for saying which there are (main.ts).

/** The number behind `--name`, or `fallback` when it is not given. */
export const flag = (args: readonly string[], name: string, fallback: number): number => { const at = args.indexOf(`--${name}`); return at >= 0 ? Number(args[at + 1]) : fallback; };
