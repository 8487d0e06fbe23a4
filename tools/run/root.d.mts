// Types of root.mjs for the tests, which are TypeScript. Not for the scripts themselves.
export declare const root: string;
export declare const inRoot: (...parts: string[]) => string;
export declare const isMain: (url: string) => boolean;
