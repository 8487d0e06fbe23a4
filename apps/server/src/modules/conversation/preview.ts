// One line of a message for lists and notifications. Cards and pictures are marked with a sign that needs no language.
import type { MessageBody } from '@qindesk/protocol';

/** At most 80 characters. */
export const previewOf = (body: MessageBody): string => {
  switch (body.type) {
    case 'text': return body.text.replace(/\s+/g, ' ').slice(0, 80);
    case 'image': return `🖼 ${body.alt}`.trim().slice(0, 80);
    case 'video': return `🎬 ${body.alt}`.trim().slice(0, 80);
    case 'product': return `🛍 ${body.title}`.slice(0, 80);
    case 'order': return `📦 ${body.number}`.slice(0, 80);
    case 'links': return `🔗 ${body.items.map((item) => item.title).join(' · ')}`.slice(0, 80);
    case 'rating_request': return '⭐';
    case 'system': return '';
  }
};
