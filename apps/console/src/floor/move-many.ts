// Does one thing to many conversations, a few at a time, and tells what became of each. Not for what is done (the caller says).

/** What became of one of them. */
export type Fate<Thing> = { thing: Thing; done: true } | { thing: Thing; done: false; why: unknown };

/** Runs `act` for each, at most `atOnce` together; one that fails does not stop the others. Fates come in the order given. */
export async function moveMany<Thing>(things: readonly Thing[], act: (thing: Thing) => Promise<unknown>, told: (done: number) => void = () => {}, atOnce = 4): Promise<Fate<Thing>[]> {
  const fates: Fate<Thing>[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let number = next++; number < things.length; number = next++) {
      const thing = things[number] as Thing;
      try {
        await act(thing);
        fates[number] = { thing, done: true };
      } catch (why) {
        fates[number] = { thing, done: false, why };
      }
      told(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, things.length) }, work));
  return fates;
}
