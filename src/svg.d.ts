/** Icons are inlined as text by the build (and by jest-text.cjs in tests). */
declare module '*.svg' {
  const value: string;
  export default value;
}
