/** The key that does the same as the thing it stands on. */
export function Kbd({ keys, isOnAccent = false }: { keys: string; isOnAccent?: boolean }) {
  const tone = isOnAccent ? 'border-current/45' : 'border-line-strong bg-sunken text-ink-2';
  return (
    <kbd className={`rounded border border-b-2 px-1.5 font-sans text-tiny whitespace-nowrap ${tone}`}>
      {keys.replace('Ctrl+Enter', 'Ctrl ↵').replace('Ctrl+', 'Ctrl ').replace('Enter', '↵')}
    </kbd>
  );
}
