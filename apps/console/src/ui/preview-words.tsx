// The last words of a conversation as the server previews them, for lists. Not for whole messages.
import { InboxOutlined, LinkOutlined, PictureOutlined, PlayCircleOutlined, ShoppingOutlined, StarOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useSharedText } from './text.tsx';

// The server marks what is not text with a sign that needs no language; not every machine has a font for it. The word is for what has none of its own.
const signs = new Map<string, { icon: ReactNode; word?: 'ui.preview.picture' | 'ui.preview.video' | 'ui.preview.rating' }>([
  ['🖼', { icon: <PictureOutlined aria-hidden />, word: 'ui.preview.picture' }], ['🎬', { icon: <PlayCircleOutlined aria-hidden />, word: 'ui.preview.video' }], ['⭐', { icon: <StarOutlined aria-hidden />, word: 'ui.preview.rating' }],
  ['🛍', { icon: <ShoppingOutlined aria-hidden /> }], ['📦', { icon: <InboxOutlined aria-hidden /> }], ['🔗', { icon: <LinkOutlined aria-hidden /> }],
]);

/** A conversation's `preview` with its sign drawn. */
export const PreviewWords = ({ text }: { text: string }) => {
  const t = useSharedText();
  const [first = ''] = text;
  const sign = signs.get(first);
  if (sign === undefined) return text;
  const rest = text.slice(first.length).trim();
  return <>{sign.icon} {rest || (sign.word && t(sign.word))}</>;
};
