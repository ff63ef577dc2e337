import { redirect } from 'next/navigation';

/** The console opens on the desk; the shell leads leaders to the board. */
export default function StartPage() {
  redirect('/desk');
}
