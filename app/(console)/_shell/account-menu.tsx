'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMe } from '@/app/_client/me';
import { Avatar } from '@/ui/avatar';

const AccountDialog = dynamic(() => import('./account-dialog').then((module) => module.AccountDialog), { ssr: false });

/** The signed-in person; opens what they can set for themselves. */
export function AccountMenu() {
  const t = useTranslations('shell');
  const me = useMe();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={`${t('account')}: ${me.name}`}
        onClick={() => setIsOpen(true)}
        className="rounded-full"
      >
        <Avatar name={me.name} size={28} />
      </button>
      {isOpen && <AccountDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}
