import { Board } from './_components/board';

export default function BoardPage() {
  return <Board />;
}
