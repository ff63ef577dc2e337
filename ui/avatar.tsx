/** First character of a name in a circle; the whole name on hover and for screen readers. */
export function Avatar({ name, size = 20 }: { name: string; size?: 20 | 28 }) {
  const dimensions = size === 20 ? 'size-5 text-tiny' : 'size-7 text-small';
  return (
    <span
      role="img"
      aria-label={name}
      title={name}
      className={`inline-grid place-items-center rounded-full bg-violet-soft text-violet ${dimensions}`}
    >
      {[...name][0] ?? '?'}
    </span>
  );
}
