'use client';
import { useTranslations } from 'next-intl';
import { DENSITIES, type Density } from '@/ui/density';
import { SelectField } from '@/ui/select-field';
import { showDensity, useDensity } from '@/ui/use-density';
import { DENSITY_COOKIE, rememberIn } from './theme';

/** Chooses how many rows a screen shows; `onChosen` may keep it with the account. */
export function DensitySwitch({ onChosen }: { onChosen?: (density: Density) => void }) {
  const t = useTranslations('common');
  const density = useDensity();
  const options = DENSITIES.map((value) => ({ value, label: t(`density_${value}`) }));
  const choose = (next: Density) => {
    showDensity(next);
    rememberIn(DENSITY_COOKIE, next);
    onChosen?.(next);
  };
  return <SelectField label={t('density')} value={density} options={options} onChange={choose} />;
}
