// Drawn signs. All are decoration: the words stand beside them or in a label.
import type { ComponentChildren, VNode } from 'preact';

const icon = (children: ComponentChildren) =>
  ({ size = 20 }: { size?: number }): VNode => (
    <svg viewBox="0 0 20 20" width={size} height={size} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{children}</svg>
  );

export const ChevronDown = icon(<path d="m4.5 7.5 5.5 5.5 5.5-5.5" />);
export const Cross = icon(<path d="m5 5 10 10M15 5 5 15" />);
export const Clock = icon(<><circle cx="10" cy="10" r="7" /><path d="M10 6v4.2l2.6 1.6" /></>);
export const Alert = icon(<><circle cx="10" cy="10" r="7.5" /><path d="M10 6v4.5M10 13.8v.1" /></>);
export const Picture = icon(<><rect x="2.5" y="3.5" width="15" height="13" rx="2.5" /><circle cx="7" cy="8" r="1.5" /><path d="m3 14.5 4-3.5 3 2.5 3.5-4 4 4" /></>);
export const Send = icon(<path d="M10 16.5V4M4.5 9 10 3.5 15.5 9" />);
export const SoundOn = icon(<><path d="M3 8v4h2.8L10 15.5v-11L5.8 8H3Z" /><path d="M13 7.5a3.5 3.5 0 0 1 0 5M15 5a7 7 0 0 1 0 10" /></>);
export const SoundOff = icon(<><path d="M3 8v4h2.8L10 15.5v-11L5.8 8H3Z" /><path d="m13 8 4 4M17 8l-4 4" /></>);
export const Offline = icon(<><path d="M2.5 7.5a11 11 0 0 1 15 0M5 10.5a7.5 7.5 0 0 1 10 0M7.5 13.4a4 4 0 0 1 5 0" /><path d="m3 17 14-14" /></>);

/** The mark of the product: a bubble that says 亲. It stands for the robot. */
export const Mark = ({ size = 32 }: { size?: number }): VNode => (
  <svg class="mark" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
    <rect width="32" height="32" rx="16" />
    <text x="16" y="21" text-anchor="middle" font-size="14" font-weight="600">亲</text>
  </svg>
);

/** A face for a score of 1 to 5. */
export const Face = ({ score }: { score: number }): VNode => {
  const bend = (score - 3) * 3.5;
  return (
    <svg viewBox="0 0 36 36" width="36" height="36" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true">
      <circle class="face" cx="18" cy="18" r="15" />
      <path d="M12.5 14v.8M23.5 14v.8" stroke-width="3" />
      <path d={`M11.5 ${23 - bend / 4}Q18 ${23 + bend} 24.5 ${23 - bend / 4}`} />
    </svg>
  );
};
