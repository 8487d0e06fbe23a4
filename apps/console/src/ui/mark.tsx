// The mark: a speech bubble holding 亲, drawn so that it needs no font.
/** The mark at a size in pixels; decorative unless a title is given. */
export const Mark = ({ size = 28, title }: { size?: number; title?: string }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" role={title ? 'img' : undefined} aria-label={title} aria-hidden={title ? undefined : true}>
    <path fill="var(--brand)" d="M10 2h12a8 8 0 0 1 8 8v9a8 8 0 0 1-8 8h-6.4l-6.1 3.7a1 1 0 0 1-1.5-.85V26.8A8 8 0 0 1 2 19v-9a8 8 0 0 1 8-8Z" />
    <g fill="none" stroke="#fff" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round">
      <path d="M16 5.8v1.7M10.6 9h10.8M12.9 10.9l.8 1.8M19.1 10.9l-.8 1.8M9.2 14h13.6M10.6 17.2h10.8M16 14v8.2c0 .8-.5 1.2-1.7 1.1M12.7 19.2l-1.9 2.4M19.3 19.2l1.9 2.4" />
    </g>
  </svg>
);
