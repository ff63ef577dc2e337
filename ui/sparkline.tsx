export type SparklineTone = 'tide' | 'red' | 'amber' | 'green';

const STROKES: Readonly<Record<SparklineTone, string>> = {
  tide: 'stroke-tide',
  red: 'stroke-red',
  amber: 'stroke-amber',
  green: 'stroke-green',
};
const WIDTH = 100;
const HEIGHT = 28;
const PAD = 2;

interface SparklineProps {
  /** Oldest first; null where nothing was measured: the line is broken there. */
  readonly values: readonly (number | null)[];
  readonly tone?: SparklineTone;
  /** Smallest value that reaches the top, so that small numbers do not look like peaks. */
  readonly atLeast?: number;
  /** A normal range, shaded. */
  readonly band?: { readonly from: number; readonly to: number };
}

/** Joins values to lines, a new one after each gap; a lone value becomes a short stroke. */
function pathOf(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  const parts: string[] = [];
  let isOpen = false;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isOpen = false;
      continue;
    }
    parts.push(`${isOpen ? 'L' : 'M'}${x(index).toFixed(2)} ${y(value).toFixed(2)}`);
    const isLone = !isOpen && (values[index + 1] ?? null) === null;
    if (isLone) parts.push(`h${isOpen ? 0 : 1}`);
    isOpen = true;
  }
  return parts.join('');
}

/** A small line without axes; what it shows stands in words beside it, so it is hidden from screen readers. */
export function Sparkline({ values, tone = 'tide', atLeast = 1, band }: SparklineProps) {
  const top = Math.max(atLeast, band?.to ?? 0, ...values.map((value) => value ?? 0));
  const x = (index: number) => (values.length < 2 ? WIDTH / 2 : (index / (values.length - 1)) * WIDTH);
  const y = (value: number) => HEIGHT - PAD - (value / top) * (HEIGHT - 2 * PAD);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" className="h-7 w-full">
      {band && (
        <rect x={0} width={WIDTH} y={y(band.to)} height={y(band.from) - y(band.to)} className="fill-green-soft" />
      )}
      <path
        d={pathOf(values, x, y)}
        fill="none"
        strokeWidth={1.75}
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
        className={STROKES[tone]}
      />
    </svg>
  );
}
