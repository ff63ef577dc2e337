const two = (value: number): string => String(value).padStart(2, '0');

/** A length of time as a clock: "03:12", "1:52:07", "46:10:00"; negative for time past: "−08:40". Whole seconds. */
export function clockText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const text = hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
  return ms < 0 && seconds > 0 ? `−${text}` : text;
}
