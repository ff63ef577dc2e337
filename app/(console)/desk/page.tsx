import { Desk } from './_components/desk';

export default function DeskPage() {
  return <Desk />;
}
