'use client';
import { OrderLog } from '@/app/_order/order-log';
import type { SectionProps } from '../sections';

/** Everything said about the order and done to it, newest first. */
export function Log({ page }: SectionProps) {
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <OrderLog log={page.log} />
    </div>
  );
}
