const WIDTHS = ['92%', '75%', '84%', '61%', '88%', '70%', '80%', '66%'] as const;

/** Grey lines where text will be; up to eight. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-2 p-3">
      {WIDTHS.slice(0, lines).map((width) => (
        <div
          key={width}
          className="h-4 animate-[skeleton_1.2s_ease-in-out_infinite] rounded bg-line"
          style={{ width }}
        />
      ))}
    </div>
  );
}
