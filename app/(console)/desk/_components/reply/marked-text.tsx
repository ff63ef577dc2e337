const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The parts of a text, with the facts that stand in it as parts of their own. */
export function partsOf(
  text: string,
  facts: readonly string[],
): readonly { text: string; isFact: boolean; at: number }[] {
  const wanted = [...new Set(facts)].filter((fact) => fact !== '').sort((a, b) => b.length - a.length);
  if (wanted.length === 0) return [{ text, isFact: false, at: 0 }];
  const pieces = text.split(new RegExp(`(${wanted.map(escaped).join('|')})`));
  let at = 0;
  return pieces.flatMap((piece, index) => {
    const part = { text: piece, isFact: index % 2 === 1, at };
    at += piece.length;
    return piece === '' ? [] : [part];
  });
}

/** The same text as the field in front of it, unseen, with a ground under the facts that were filled in. */
export function MarkedText({ text, facts }: { text: string; facts: readonly string[] }) {
  return (
    <>
      {partsOf(text, facts).map((part) =>
        part.isFact ? (
          <mark key={part.at} className="rounded-sm bg-tide-soft text-transparent ring-2 ring-tide-soft">
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
