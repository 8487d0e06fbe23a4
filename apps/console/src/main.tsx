// Starts the console: providers around the router. Holds no screen.
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './live/http.ts';
import { router } from './routes.tsx';
import { Appearance } from './ui/appearance.tsx';
import './ui/look.css';
import { LanguageProvider } from './ui/text.tsx';

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
