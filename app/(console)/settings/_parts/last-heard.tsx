import type { ReactNode } from 'react';
import type { Instant } from '@/domain/clocks/instant';
import { Ago } from './ago';
import { StepLine } from './step-line';

/** When something last came, as a step: waited for while it never did, unless it is something bad. */
export function LastHeard(props: {
  label: string;
  at: Instant | null;
  never?: string;
  isBad?: boolean;
  children?: ReactNode;
}) {
  const { at, isBad = false } = props;
  return (
    <StepLine
      state={isBad ? 'bad' : at === null ? 'waiting' : 'ok'}
      title={
        <>
          {props.label} <Ago at={at} never={props.never ?? ''} />
        </>
      }
    >
      {props.children}
    </StepLine>
  );
}
