// Before the first paint: only the browser knows what the theme "system" means.
if (document.documentElement.dataset.chosenTheme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches) {
  document.documentElement.dataset.theme = 'dark';
}
