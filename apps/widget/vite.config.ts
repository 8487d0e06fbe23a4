// Builds the widget: dist/widget.js, a classic script that any page can hold, and dist/widget/, the chat that it loads when wanted.
import { defineConfig, type Plugin } from 'vite';

/** A classic script shares its top level with every other script of the page: one function around it keeps our names out. */
const closeOverLoader: Plugin = {
  name: 'close-over-loader',
  generateBundle: (_, bundle) => {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === 'chunk' && chunk.fileName === 'widget.js') chunk.code = `(()=>{${chunk.code.trim()}})();\n`;
    }
  },
};

export default defineConfig({
  // The chat is found beside the script, whatever host serves it.
  base: './',
  plugins: [closeOverLoader],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    modulePreload: false,
    emptyOutDir: true,
    rolldownOptions: {
      input: { widget: 'src/loader.ts' },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'widget/[name]-[hash].js' },
    },
  },
});
