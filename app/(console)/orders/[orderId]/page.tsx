import { Panorama } from './_components/panorama';

export default async function OrderPage({ params }: { params: Promise<{ orderId: string }> }) {
  const { orderId } = await params;
  return <Panorama orderId={orderId} />;
}
