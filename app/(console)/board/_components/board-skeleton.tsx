'use client';
import { useTranslations } from 'next-intl';

const TILES = ['orders', 'abnormal', 'detect', 'overdue', 'unclaimed', 'told'];
const LINES = ['w-11/12', 'w-3/4', 'w-5/6', 'w-2/3', 'w-10/12', 'w-3/5'];

function Grey({ className }: { className: string }) {
  return <div className={`animate-[skeleton_1.2s_ease-in-out_infinite] rounded bg-sunken ${className}`} />;
}

function Block({ lines }: { lines: number }) {
  return (
    <div className="flex min-h-0 flex-col gap-3 overflow-hidden rounded-lg border border-line bg-surface p-3.5">
      <Grey className="h-4 w-24" />
      {LINES.slice(0, lines).map((width) => (
        <Grey key={width} className={`h-5 ${width}`} />
      ))}
    </div>
  );
}

/** The board's own shape in grey, until its first figures are here. */
export function BoardSkeleton() {
  const t = useTranslations('board');
  return (
    <div role="status" aria-label={t('loading')} className="flex min-h-0 flex-1 flex-col gap-3 p-3">
      <div className="grid grid-cols-3 gap-3 min-[1180px]:grid-cols-6">
        {TILES.map((tile) => (
          <div key={tile} className="flex h-[7.5rem] flex-col gap-2.5 rounded-lg border border-line bg-surface p-3.5">
            <Grey className="h-4 w-20" />
            <Grey className="h-8 w-16" />
            <Grey className="h-4 w-full" />
          </div>
        ))}
      </div>
      <div className="grid min-h-[21rem] flex-[1.2] grid-cols-[minmax(0,1.05fr)_minmax(0,1fr)_minmax(0,1fr)] gap-3">
        <Block lines={6} />
        <Block lines={6} />
        <Block lines={6} />
      </div>
      <div className="grid min-h-56 flex-1 grid-cols-[minmax(0,2.05fr)_minmax(0,1fr)] gap-3">
        <Block lines={4} />
        <Block lines={4} />
      </div>
    </div>
  );
}
