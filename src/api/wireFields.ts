import { ClientError } from '../logic/types/clientError';

/** Decodes one value; `where` is its path within the message, for use in errors. */
export type Decode<T> = (value: unknown, where: string) => T;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error for a value that does not match docs/wire.md. */
export function unexpected(where: string, wanted: string): ClientError {
  return new ClientError(
    'garbage',
    `The Jupyter server sent something unexpected: ${where} is not ${wanted}. ` +
      'Are the two parts of jupyterlab-headroom of the same version?'
  );
}

export const number: Decode<number> = (value, where) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw unexpected(where, 'a number');
  }
  return value;
};

export const text: Decode<string> = (value, where) => {
  if (typeof value !== 'string') {
    throw unexpected(where, 'a text');
  }
  return value;
};

export const flag: Decode<boolean> = (value, where) => {
  if (typeof value !== 'boolean') {
    throw unexpected(where, 'true or false');
  }
  return value;
};

/** Converts epoch seconds, or a duration in seconds, to milliseconds. */
export const milliseconds: Decode<number> = (value, where) => number(value, where) * 1000;

/** Keeps `null`, which means "not known". A missing field is still an error. */
export function orNull<T>(decode: Decode<T>): Decode<T | null> {
  return (value, where) => (value === null ? null : decode(value, where));
}

export function oneOf<T extends string>(allowed: readonly T[]): Decode<T> {
  return (value, where) => {
    const found = allowed.find(candidate => candidate === value);
    if (found === undefined) {
      throw unexpected(where, `one of ${allowed.join(', ')}`);
    }
    return found;
  };
}

export function list<T>(decode: Decode<T>): Decode<readonly T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) {
      throw unexpected(where, 'a list');
    }
    return value.map((item, index) => decode(item, `${where}[${index}]`));
  };
}

export function map<T>(decode: Decode<T>): Decode<Record<string, T>> {
  return (value, where) => {
    if (!isRecord(value)) {
      throw unexpected(where, 'an object');
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, decode(item, `${where}.${key}`)])
    );
  };
}

/** A map that the server leaves out when it is empty. */
export function optionalMap<T>(decode: Decode<T>): Decode<Record<string, T>> {
  const present = map(decode);
  return (value, where) => (value === undefined ? {} : present(value, where));
}

/** An object whose fields are read one by one, by name. */
export class Fields {
  private readonly _record: Record<string, unknown>;

  constructor(
    value: unknown,
    private readonly _where: string
  ) {
    if (!isRecord(value)) {
      throw unexpected(_where, 'an object');
    }
    this._record = value;
  }

  get<T>(name: string, decode: Decode<T>): T {
    return decode(this._record[name], `${this._where}.${name}`);
  }
}

/** Makes a decoder for an object from a function that reads its fields. */
export function object<T>(build: (fields: Fields) => T): Decode<T> {
  return (value, where) => build(new Fields(value, where));
}
