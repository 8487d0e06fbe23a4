// A foldable part of the context column.
import type { ReactNode } from 'react';
import { useSetting } from '../../ui/settings.ts';

/** `name` keeps whether it is open, on this machine. */
export const Card = ({ name, title, extra, children, open = true }: { name: string; title: string; extra?: ReactNode; children: ReactNode; open?: boolean }) => {
  const [shown, show] = useSetting(`context.${name}`, open ? 'open' : 'shut');
  return (
    <section className="ctx-card" aria-label={title}>
      <h2><button type="button" className="plain" aria-expanded={shown === 'open'} onClick={() => show(shown === 'open' ? 'shut' : 'open')}>{title}{extra !== undefined && <span className="ctx-extra">{extra}</span>}</button></h2>
      {shown === 'open' && <div className="ctx-body">{children}</div>}
    </section>
  );
};

/** A fact with its name. */
export const Fact = ({ name, children }: { name: string; children: ReactNode }) => <div className="fact"><dt>{name}</dt><dd>{children}</dd></div>;
