export const DENSITIES = ['normal', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

export const isDensity = (value: unknown): value is Density => DENSITIES.some((density) => density === value);
