const SIGNS: Readonly<Record<string, string>> = {
  Enter: '↵',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** 'Ctrl+Enter' as 'Ctrl ↵'. */
const signOf = (keys: string): string =>
  keys
    .split('+')
    .map((key) => SIGNS[key] ?? key)
    .join(' ');

/** The key that does the same as the thing it stands on; two keys for two that are pressed one after the other ('g d'). */
export function Kbd({ keys, isOnAccent = false }: { keys: string; isOnAccent?: boolean }) {
  const tone = isOnAccent ? 'border-current/45' : 'border-line-strong bg-sunken text-ink-2';
  const strokes = keys.split(' ');
  return (
    <span className="inline-flex gap-1">
      {strokes.map((stroke) => (
        <kbd key={stroke} className={`rounded border border-b-2 px-1.5 font-sans text-tiny whitespace-nowrap ${tone}`}>
          {signOf(stroke)}
        </kbd>
      ))}
    </span>
  );
}
