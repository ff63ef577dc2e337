import { Links } from './_components/links';

export default function LinksPage() {
  return <Links />;
}
