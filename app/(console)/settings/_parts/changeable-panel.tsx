'use client';
import { Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/ui/button';
import { DetailPanel } from './detail-panel';

/** A panel whose thing can be changed and removed, each in a dialog of its own. */
export function ChangeablePanel(props: {
  title: string;
  words: { readonly edit: string; readonly remove: string };
  form: (close: () => void) => ReactNode;
  removal: (close: () => void) => ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const close = () => setOpen(null);
  return (
    <DetailPanel
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button size="small" onClick={() => setOpen('edit')}>
            <Pencil aria-hidden size={13} />
            {props.words.edit}
          </Button>
          <Button size="small" variant="quiet" aria-label={props.words.remove} onClick={() => setOpen('remove')}>
            <Trash2 aria-hidden size={14} />
          </Button>
        </>
      }
    >
      {props.children}
      {open === 'edit' && props.form(close)}
      {open === 'remove' && props.removal(close)}
    </DetailPanel>
  );
}
