// The corpus's form, told in corpus/README.md: topics with the lines that people type for them. Reads no file and knows nothing of training.

/** One topic in one language: `near` are the topics that its lines must not be taken for, `from` where it stands. */
export type CorpusTopic = { id: string; title: string; near: string[]; lines: string[]; from: string };

const HEADING = /^## ([a-z]+\.[a-z0-9-]+) (\S.*)$/;

/** Topics of one file's text, in order. @throws Error naming file and line where the form is broken. */
export function parseTopics(text: string, file: string): CorpusTopic[] {
  const topics: CorpusTopic[] = [];
  text.split('\n').forEach((raw, i) => {
    const line = raw.trim();
    if (line === '') return;
    const heading = HEADING.exec(line);
    if (heading) {
      topics.push({ id: heading[1]!, title: heading[2]!, near: [], lines: [], from: `${file}:${i + 1}` });
      return;
    }
    const topic = topics.at(-1);
    if (line.startsWith('#') || topic === undefined) throw new Error(`${file}:${i + 1}: a heading "## area.topic title" is needed here`);
    if (line.startsWith('~')) topic.near.push(...line.slice(1).trim().split(/\s+/));
    else topic.lines.push(line);
  });
  return topics;
}
