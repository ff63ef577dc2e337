'use client';

/** Shown when even the root layout failed: no translations, no styles of ours, both languages. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="zh-CN">
      <body>
        <main role="alert">
          <h1>页面出错了 · This page failed</h1>
          <button type="button" onClick={reset}>
            重试 · Try again
          </button>
        </main>
      </body>
    </html>
  );
}
