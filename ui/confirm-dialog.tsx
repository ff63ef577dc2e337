'use client';
import type { ReactNode } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';

/** Asks before something that is hard to take back; Escape and the second button change nothing. */
export function ConfirmDialog(props: {
  title: string;
  children: ReactNode;
  confirm: string;
  cancel: string;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title} width={400}>
      <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
        <p className="text-ink-2">{props.children}</p>
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>{props.cancel}</Button>
          <Button
            variant="primary"
            onClick={() => {
              props.onClose();
              props.onConfirm();
            }}
          >
            {props.confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
