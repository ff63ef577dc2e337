import { OrderList } from './_components/order-list';

export default function OrdersPage() {
  return <OrderList />;
}
