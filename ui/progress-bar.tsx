/** How far something has come, with words beside it; `value` from 0 to 1, null while it cannot be told. */
export function ProgressBar({ label, value, text }: { label: string; value: number | null; text: string }) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div className="flex flex-col gap-1">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent !== null && { 'aria-valuenow': percent })}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full bg-sunken"
      >
        <div className="h-full rounded-full bg-tide" style={{ width: `${percent ?? 100}%` }} />
      </div>
      <p className="text-small text-ink-2">{text}</p>
    </div>
  );
}
