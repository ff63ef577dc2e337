'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { SelectField } from '@/ui/select-field';
import { applyTheme, isTheme, THEMES, type Theme } from './theme';

/** Chooses light, dark or the system's appearance; `onChosen` may keep it with the account. */
export function ThemeSwitch({ onChosen }: { onChosen?: (theme: Theme) => void }) {
  const t = useTranslations('common');
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => {
    const chosen = document.documentElement.dataset.chosenTheme;
    if (isTheme(chosen)) setTheme(chosen);
  }, []);
  const options = THEMES.map((value) => ({ value, label: t(`theme_${value}`) }));
  const choose = (next: Theme) => {
    setTheme(next);
    applyTheme(next);
    onChosen?.(next);
  };
  return <SelectField label={t('theme')} value={theme} options={options} onChange={choose} />;
}
