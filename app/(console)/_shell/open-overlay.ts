export type Overlay = 'palette' | 'keys';

let show: (overlay: Overlay) => void = () => undefined;

/** Opens the palette or the key sheet from anywhere in the shell. */
export const openOverlay = (overlay: Overlay): void => show(overlay);

/** The overlays' own component says how they are shown. */
export function onOpenOverlay(handler: (overlay: Overlay) => void): () => void {
  show = handler;
  return () => {
    show = () => undefined;
  };
}
