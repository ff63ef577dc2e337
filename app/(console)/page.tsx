import { StartPage } from './_shell/start-page';

export default function ConsoleStartPage() {
  return <StartPage />;
}
