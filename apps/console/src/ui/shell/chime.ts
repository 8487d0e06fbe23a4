// The sound of a new message: two soft notes, made here so that no file is loaded.
let context: AudioContext | undefined;

const note = (audio: AudioContext, frequency: number, at: number): void => {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.type = 'sine';
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.12, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.45);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.5);
};

/** Plays it; silent where the browser has not been touched yet. */
export const playChime = (): void => {
  try {
    context ??= new AudioContext();
    void context.resume();
    note(context, 784, context.currentTime);
    note(context, 1047, context.currentTime + 0.11);
  } catch {
    // No audio device: the title and the list still tell.
  }
};
