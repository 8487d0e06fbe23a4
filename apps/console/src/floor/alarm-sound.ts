// The sound of a new alarm: two short tones, made here, so that nothing is fetched. Not for when it rings (alarm-column.tsx).

let context: AudioContext | undefined;

const tone = (audio: AudioContext, at: number, pitch: number): void => {
  const volume = audio.createGain();
  const source = audio.createOscillator();
  source.type = 'triangle';
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.22, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.32);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + 0.34);
};

/** Rings once. False when the browser does not let the page sound before the person has touched it. */
export async function ringAlarm(): Promise<boolean> {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') {
      // `resume` waits for a touch that may never come.
      await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 200))]);
    }
    if (context.state !== 'running') return false;
    tone(context, context.currentTime, 784);
    tone(context, context.currentTime + 0.18, 1047);
    return true;
  } catch {
    return false;
  }
}
