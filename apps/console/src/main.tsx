// Starts the console: providers around the router. Holds no screen.
import './no-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './live/http.ts';
import { router } from './routes.tsx';
import { Appearance } from './ui/appearance.tsx';
import './ui/look.css';
import { LanguageProvider } from './ui/text.tsx';

// A new version was put on the server while this page was open: a part that is loaded now is gone. Drafts are kept, so the page starts afresh, but never twice in a row.
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('qindesk.reloaded') ?? 0);
  if (Date.now() - last < 60_000) return;
  sessionStorage.setItem('qindesk.reloaded', String(Date.now()));
  event.preventDefault();
  location.reload();
});

const element = document.getElementById('root');
if (element === null) throw new Error('the page has no #root');
createRoot(element).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LanguageProvider>
        <Appearance>
          <RouterProvider router={router} />
        </Appearance>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
