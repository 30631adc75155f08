/** The text of a Python file, inlined by the build (and by jest-text.cjs in tests). */
declare module '*.py' {
  const value: string;
  export default value;
}
