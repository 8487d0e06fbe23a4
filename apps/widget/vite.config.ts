// Builds the widget into dist: widget.js, a classic script that any page can hold, and the chat and its words that it loads when wanted (from /widget/).
import { defineConfig, type Plugin } from 'vite';

/**
 * Finishes the loader. It learns the names of the files it loads, which change with their content so that browsers may keep them for ever. And it is
 * closed into one function: a classic script shares its top level with every other script of the page.
 */
const finishLoader: Plugin = {
  name: 'finish-loader',
  generateBundle: {
    order: 'post',
    handler: (_, bundle) => {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const loader = chunks.find((chunk) => chunk.name === 'widget');
      if (loader === undefined || chunks.some((chunk) => chunk.imports.length > 0)) throw new Error('the files of the widget must stand alone');
      for (const chunk of chunks) {
        // Marks for a bundler, and no bundler comes after this one.
        chunk.code = chunk.code.replaceAll('/* @__PURE__ */', '');
        if (chunk !== loader) loader.code = loader.code.replace(`FILE_OF_${chunk.name}`, chunk.fileName);
      }
      loader.code = `(()=>{${loader.code.trim()}})();\n`;
    },
  },
};

export default defineConfig({
  plugins: [finishLoader],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // As a library, so that Vite adds nothing of its own around `import()`: its helper does not run in a classic script.
    lib: { entry: { widget: 'src/loader.ts', frame: 'src/frame/mount.tsx', zh: 'src/frame/words/zh.ts', en: 'src/frame/words/en.ts' }, formats: ['es'] },
    rolldownOptions: {
      output: { minify: true, entryFileNames: ({ name }) => (name === 'widget' ? 'widget.js' : '[name]-[hash].js') },
    },
  },
});
