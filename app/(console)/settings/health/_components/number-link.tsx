import Link from 'next/link';

/** A number that opens its rows; zero, and one without a list, is only read. */
export function NumberLink({ value, path }: { value: number; path: string | null }) {
  const text = value.toLocaleString('en');
  if (value === 0 || path === null) return <span className={value === 0 ? 'text-ink-3' : ''}>{text}</span>;
  return (
    <Link href={path} className="font-semibold text-red underline underline-offset-2">
      {text}
    </Link>
  );
}
