// A line of the system in the reader's language. What it says is decided by the code; params fill it where the server gave them.
import type { MessageBody } from '@qindesk/protocol';
import { When } from '../../ui/time-label.tsx';
import { useText } from '../text.ts';

type SystemBody = Extract<MessageBody, { type: 'system' }>;

/** The sentence of a system line. */
export const useSystemSentence = (): ((body: SystemBody) => string) => {
  const t = useText();
  return ({ code, params }) => {
    const sentence = t(`desk.system.${code}`);
    const who = [params['from'], params['to'] ?? params['agent'] ?? params['name'] ?? params['group']].filter((part): part is string => part !== undefined && part !== '');
    if (code === 'closed') {
      const by = params['by'];
      return by === 'consumer' || by === 'agent' || by === 'system' ? t(`desk.system.closed.${by}`) : sentence;
    }
    if (code === 'rated' && params['score'] !== undefined) return t('desk.system.rated.score', { score: params['score'] });
    return who.length === 0 ? sentence : `${sentence} · ${who.join(' → ')}`;
  };
};

/** The line, centred, with its time. */
export const SystemLine = ({ body, at }: { body: SystemBody; at: string }) => {
  const say = useSystemSentence();
  return <div className="system-line"><span>{say(body)}</span> <When at={at} /></div>;
};
