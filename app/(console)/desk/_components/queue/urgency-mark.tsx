'use client';
import { CircleAlert, Clock3, TriangleAlert } from 'lucide-react';
import { GOLDEN_WINDOW_MS, type Urgency } from '@/domain/clocks/overdue';

const RADIUS = 5;
const ROUND = 2 * Math.PI * RADIUS;

/** The ten minutes after a breach in which most customers forgive when told: a ring that runs out. */
function GoldenRing({ overdueMs }: { overdueMs: number }) {
  const left = Math.max(0, 1 - overdueMs / GOLDEN_WINDOW_MS);
  return (
    <svg aria-hidden="true" width="13" height="13" viewBox="0 0 13 13" className="-rotate-90">
      <circle cx="6.5" cy="6.5" r={RADIUS} fill="none" strokeWidth="2" className="stroke-red-line" />
      <circle
        cx="6.5"
        cy="6.5"
        r={RADIUS}
        fill="none"
        strokeWidth="2"
        className="stroke-red"
        strokeDasharray={`${left * ROUND} ${ROUND}`}
      />
    </svg>
  );
}

/** How pressing a card is, as a sign: never by colour alone. */
export function UrgencyMark({ urgency, overdueMs }: { urgency: Urgency; overdueMs: number }) {
  switch (urgency) {
    case 'golden':
      return <GoldenRing overdueMs={overdueMs} />;
    case 'overdue':
      return <TriangleAlert aria-hidden size={12} strokeWidth={2.2} />;
    case 'amber':
      return <CircleAlert aria-hidden size={12} strokeWidth={2.2} />;
    case 'calm':
      return <Clock3 aria-hidden size={12} strokeWidth={2} />;
  }
}
