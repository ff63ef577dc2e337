import { StockSection } from './_components/stock-section';

export default function StockPage() {
  return <StockSection />;
}
