// The sound of a new message: two soft notes, made on the spot.

let context: AudioContext | undefined;

/** Plays it, where the browser lets it. */
export const playSound = (): void => {
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  for (const [frequency, after] of [[660, 0], [880, 0.12]] as const) {
    const note = context.createOscillator();
    const volume = context.createGain();
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0.08, currentTime + after);
    volume.gain.exponentialRampToValueAtTime(0.0001, currentTime + after + 0.25);
    note.connect(volume).connect(destination);
    note.start(currentTime + after);
    note.stop(currentTime + after + 0.26);
  }
};
