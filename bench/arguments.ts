// Reads a measurement's arguments: `--name NUMBER`, `--name 1,10,100` and `--name`. Not for saying which there are (main.ts).

const after = (args: readonly string[], name: string): string | undefined => { const at = args.indexOf(`--${name}`); return at >= 0 ? (args[at + 1] ?? '') : undefined; };

/** The number behind `--name`, or `fallback` when it is not given. */
export const flag = (args: readonly string[], name: string, fallback: number): number => { const text = after(args, name); return text === undefined ? fallback : Number(text); };

/** The numbers behind `--name`, with commas between; `--name none` is no number at all. */
export const list = (args: readonly string[], name: string, fallback: readonly number[]): readonly number[] => {
  const text = after(args, name);
  return text === undefined ? fallback : text === 'none' ? [] : text.split(',').map(Number);
};
