/** Python's literals. */

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0'
};

export interface QuoteMarks {
  raw: boolean;
  /** Offsets within the literal at which its content starts and ends. */
  from: number;
  to: number;
}

export function quoteMarks(literal: string): QuoteMarks {
  const head = /^([A-Za-z]*)('''|"""|'|")/.exec(literal);
  const prefix = head?.[1] ?? '';
  const quote = head?.[2] ?? "'";
  return {
    raw: /r/i.test(prefix),
    from: prefix.length + quote.length,
    to: Math.max(prefix.length + quote.length, literal.length - quote.length)
  };
}

export function stringValue(literal: string): string {
  const marks = quoteMarks(literal);
  const content = literal.slice(marks.from, marks.to);
  return marks.raw ? content : unescaped(content);
}

export function unescaped(content: string): string {
  return content.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|([^]))/g,
    (whole, hex: string, wide: string, one: string) =>
      one === undefined ? String.fromCharCode(parseInt(hex ?? wide, 16)) : (ESCAPES[one] ?? whole)
  );
}

/** null for what a double cannot hold, such as complex numbers. */
export function numberValue(literal: string): number | null {
  const value = Number(literal.replace(/_/g, ''));
  return Number.isNaN(value) ? null : value;
}
