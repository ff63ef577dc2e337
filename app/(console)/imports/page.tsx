import { Imports } from './_components/imports';

export default function ImportsPage() {
  return <Imports />;
}
