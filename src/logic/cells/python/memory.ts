import { unknown, type Frame, type Value } from './values';

const MAX_OPTIONS = 4;

/** The notebook's names and the objects of its own classes, at one moment. */
export interface Snapshot {
  globals: Map<string, Value>;
  starImports: readonly string[];
  locals: Map<string, Value> | null;
  fields: Map<number, ReadonlyMap<string, Value>>;
}

/** All names that are bound. Values are immutable, so copying the maps is enough for a snapshot. */
export class Memory {
  globals = new Map<string, Value>();
  /** Modules imported with `from x import *`. */
  starImports: readonly string[] = [];
  frame: Frame | null = null;
  private _created = 0;
  private _fields = new Map<number, ReadonlyMap<string, Value>>();

  lookUp(name: string): Value | null {
    for (let frame = this.frame; frame; frame = frame.outer) {
      const value = frame.names.get(name);
      if (value) {
        return value;
      }
    }
    return this.globals.get(name) ?? null;
  }

  /** Binds in the innermost frame, or among the notebook's globals where `global` says so. */
  bind(name: string, value: Value): void {
    this._scopeOf(name).set(name, value);
  }

  /** Rebinds a name in the scope in which it is bound now. */
  bindWhereKnown(name: string, value: Value): void {
    for (let frame = this.frame; frame; frame = frame.outer) {
      if (frame.names.has(name)) {
        frame.names.set(name, value);
        return;
      }
    }
    this.globals.set(name, value);
  }

  unbind(name: string): void {
    this._scopeOf(name).delete(name);
  }

  isGlobal(name: string): boolean {
    return this._scopeOf(name) === this.globals;
  }

  declareGlobal(name: string): void {
    this.frame?.globals?.add(name);
  }

  private _scopeOf(name: string): Map<string, Value> {
    const { frame } = this;
    return !frame || frame.globals?.has(name) ? this.globals : frame.names;
  }

  create(): number {
    const id = this._created++;
    this._fields.set(id, new Map());
    return id;
  }

  field(id: number, name: string): Value | null {
    return this._fields.get(id)?.get(name) ?? null;
  }

  setField(id: number, name: string, value: Value): void {
    this._fields.set(id, new Map(this._fields.get(id)).set(name, value));
  }

  save(): Snapshot {
    return {
      globals: new Map(this.globals),
      starImports: this.starImports,
      locals: this.frame ? new Map(this.frame.names) : null,
      fields: new Map(this._fields)
    };
  }

  restore(saved: Snapshot): void {
    this.globals = new Map(saved.globals);
    this.starImports = saved.starImports;
    this._fields = new Map(saved.fields);
    if (this.frame && saved.locals) {
      this.frame.names = new Map(saved.locals);
    }
  }

  /**
   * After a branch that the source does not decide: what the other way left is possible as well.
   */
  merge(other: Snapshot): void {
    mergeInto(this.globals, other.globals);
    if (this.frame && other.locals) {
      mergeInto(this.frame.names, other.locals);
    }
    for (const [id, fields] of other.fields) {
      const merged = new Map(this._fields.get(id));
      mergeInto(merged, new Map(fields));
      this._fields.set(id, merged);
    }
  }

  /** Adds globals that only the other state has: names bound only where an attempt failed. */
  addMissing(other: Snapshot): void {
    for (const [name, value] of other.globals) {
      if (!this.globals.has(name)) {
        this.globals.set(name, value);
      }
    }
  }

  /**
   * After a cell has run, the kernel knows what its source left open, so it is referred to by name.
   */
  settle(): void {
    for (const [name, value] of this.globals) {
      if (value.kind === 'unknown' || value.kind === 'choice') {
        this.globals.set(name, unknown(name));
      }
    }
  }
}

function mergeInto(mine: Map<string, Value>, theirs: ReadonlyMap<string, Value>): void {
  for (const [name, value] of theirs) {
    const known = mine.get(name);
    if (known !== value) {
      mine.set(name, known ? choice([known, value], name) : value);
    }
  }
}

/** The distinct options, in order; more than `MAX_OPTIONS` of them count as unknown. */
export function choice(values: readonly Value[], expression: string): Value {
  const options: Value[] = [];
  for (const value of values) {
    for (const option of value.kind === 'choice' ? value.options : [value]) {
      if (!options.some(seen => isSame(seen, option))) {
        options.push(option);
      }
    }
  }
  const [only] = options;
  if (only && options.length === 1) {
    return only;
  }
  return options.length > MAX_OPTIONS
    ? unknown(expression)
    : { kind: 'choice', options, expression };
}

function isSame(a: Value, b: Value): boolean {
  return (
    a === b ||
    (a.kind === 'none' && b.kind === 'none') ||
    (a.kind === b.kind && 'value' in a && 'value' in b && a.value === b.value) ||
    (a.kind === 'name' && b.kind === 'name' && a.path === b.path)
  );
}
