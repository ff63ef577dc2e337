import { Cards } from './_components/cards';

export default function CardsPage() {
  return <Cards />;
}
