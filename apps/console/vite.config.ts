// How the console is built: served by the server under `/`. Not for the widget, which has its own build.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['QINDESK_SERVER'] ?? 'http://localhost:3000';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist', target: 'es2022', chunkSizeWarningLimit: 1200,
    // A chunk of its own, so that it runs before the chunk that holds zod.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'no-eval', test: /src\/no-eval\.ts$/ }] } } },
  },
  server: {
    proxy: {
      '/api': server, '/v1': server, '/files': server, '/demo': server, '/widget.js': server,
      '/socket': { target: server, ws: true },
    },
  },
});
