// The panel above the composer: a search field and a list that the arrow keys walk. Not for what is listed (quick-replies, answer-search, product-picker).
import { CloseOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef } from 'antd';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { InlineFailure } from '../../ui/states.tsx';
import { useText } from '../text.ts';

interface TrayProps<Item> {
  title: string;
  placeholder: string;
  search: string;
  onSearch: (search: string) => void;
  /** Undefined while the first answer is awaited. */
  items: readonly Item[] | undefined;
  keyOf: (item: Item) => string;
  nameOf: (item: Item) => string;
  draw: (item: Item) => ReactNode;
  /** Enter, or a click on the row. */
  onPick: (item: Item) => void;
  /** Ctrl+Enter, and the row's own second button. */
  onSecond?: (item: Item) => void;
  actions?: (item: Item) => ReactNode;
  empty: ReactNode;
  hint: ReactNode;
  error?: unknown;
  onRetry?: () => void;
  onLeave: () => void;
}

/** The panel; takes the focus when it opens, Escape gives it back. */
export const Tray = <Item,>(props: TrayProps<Item>) => {
  const t = useText();
  const id = useId();
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<InputRef>(null);
  const items = props.items ?? [];
  const current = Math.min(at, Math.max(0, items.length - 1));
  useEffect(() => { field.current?.focus(); }, []);
  useEffect(() => setAt(0), [props.search]);
  useEffect(() => { list.current?.children[current]?.scrollIntoView({ block: 'nearest' }); }, [current]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const item = items[current];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!event.altKey) setAt((current + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % Math.max(1, items.length));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing && item !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      if ((event.ctrlKey || event.metaKey) && props.onSecond) props.onSecond(item);
      else props.onPick(item);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      props.onLeave();
    }
  };
  return (
    <section className="tray" aria-label={props.title} onKeyDown={onKeyDown}>
      <header>
        <Input ref={field} variant="borderless" value={props.search} placeholder={props.placeholder} aria-label={props.placeholder} onChange={(event) => props.onSearch(event.target.value)}
          aria-controls={`${id}-list`} aria-describedby={`${id}-hint`} />
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('ui.close')} onClick={props.onLeave} />
      </header>
      {props.error ? <InlineFailure error={props.error} {...(props.onRetry ? { onRetry: props.onRetry } : {})} /> : null}
      {props.items === undefined && !props.error && <div className="tray-bones" aria-busy aria-label={t('ui.loading')}>{[70, 52, 61].map((width) => <span key={width} className="bone" style={{ width: `${width}%` }} />)}</div>}
      {props.items !== undefined && items.length === 0 && <div className="tray-empty">{props.empty}</div>}
      <ul ref={list} id={`${id}-list`} aria-label={props.title}>
        {items.map((item, index) => (
          <li key={props.keyOf(item)} className={index === current ? 'at' : undefined} onMouseEnter={() => setAt(index)}>
            <button type="button" className="plain tray-item" aria-label={props.nameOf(item)} aria-describedby={`${id}-${index}`} aria-current={index === current || undefined} onClick={() => props.onPick(item)}><span id={`${id}-${index}`}>{props.draw(item)}</span></button>
            {props.actions && <div className="tray-actions">{props.actions(item)}</div>}
          </li>
        ))}
      </ul>
      <div className="visually-hidden" aria-live="polite">{items[current] === undefined ? '' : props.nameOf(items[current])}</div>
      <footer id={`${id}-hint`}>{props.hint}</footer>
    </section>
  );
};
