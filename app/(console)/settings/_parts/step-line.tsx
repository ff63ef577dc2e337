import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';

const LOOKS = {
  ok: { Icon: CircleCheck, tone: 'text-green' },
  bad: { Icon: CircleX, tone: 'text-red' },
  waiting: { Icon: CircleDashed, tone: 'text-ink-3' },
} as const;

/** One step of a test: whether it went well, what it was, and what to do where it did not. */
export function StepLine(props: { state: keyof typeof LOOKS; title: ReactNode; children?: ReactNode }) {
  const { Icon, tone } = LOOKS[props.state];
  return (
    <li className="flex gap-2" data-state={props.state}>
      <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${tone}`} />
      <div className="min-w-0">
        <p className={props.state === 'waiting' ? 'text-ink-3' : ''}>{props.title}</p>
        {props.children && <p className="text-small text-ink-2">{props.children}</p>}
      </div>
    </li>
  );
}
