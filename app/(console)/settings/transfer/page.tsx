import { Transfer } from './_components/transfer';

export default function TransferPage() {
  return <Transfer />;
}
