'use client';
import { type LucideIcon, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useCommands } from '@/app/_client/commands';
import { Button } from '@/ui/button';

/** The one thing to add in a section: its button, and its key "a". Mount once a page. */
export function AddButton(props: {
  /** Of the command, such as 'shops.add'. */
  id: string;
  title: string;
  /** The section's title, under which the key sheet lists the key. */
  section: string;
  icon?: LucideIcon;
  onAdd: () => void;
}) {
  const { id, title, section, icon: Icon = Plus, onAdd } = props;
  const commands = useMemo(() => [{ id, title, keys: ['a'], group: section, run: onAdd }], [id, title, section, onAdd]);
  useCommands(commands);
  return (
    <Button variant="primary" keys="a" onClick={onAdd}>
      <Icon aria-hidden size={14} />
      {title}
    </Button>
  );
}
