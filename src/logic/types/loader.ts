/** What a loader file declares, see docs/loaders.md. */

/** Where to find the model's id or path among the arguments. */
export interface ModelArgument {
  /** Position, counted from 0. */
  at?: number;
  /** Checked before the position, in this order. */
  keywords?: readonly string[];
  /** The argument may also be an object that is already loaded; then nothing is loaded. */
  orObject?: boolean;
  /**
   * The model that is loaded without the argument; a table gives it by task; null: the library
   * decides.
   */
  byDefault?: string | null | Readonly<Record<string, string>>;
  /** The callee's own name is the model: `resnet18(...)`. */
  byCallee?: boolean;
  /** Only values that match `only`, and none that match `not`, load something. */
  only?: RegExp;
  not?: RegExp;
  /**
   * Keywords (of a configuration object) or keys (of a dict) to look at if that is the argument.
   */
  inside?: readonly string[];
  /** For a method: the model was named when its object was created. */
  ofReceiver?: boolean;
}

/** A keyword that decides whether the call loads at all. */
export interface RequiredKeyword {
  keyword: string;
  at?: number;
  /** The truth value it must have; defaults to true. */
  is?: boolean;
  /** Whether the call loads when the keyword is absent; defaults to false. */
  whenAbsent?: boolean;
}

export interface LoadRule {
  /** Full paths; `*` matches one name or part of it, `**` any number of names. */
  callee: readonly string[];
  /** Callees that match but load nothing. */
  unless?: RegExp;
  /** Overrides the loader's library. */
  library?: string;
  model: ModelArgument;
  needs?: readonly RequiredKeyword[];
  /**
   * The call allocates an array of this shape. `all`: every positional argument is a dimension.
   * Small arrays are ignored.
   */
  shape?: { keyword: string; all?: boolean };
}

/** A program that loads a model in its own process. */
export interface ShellCommand {
  /** Its leading words: `vllm serve`, `python -m vllm.entrypoints.api_server`. */
  command: string;
  /** Options that name the model. */
  options?: readonly string[];
  /** Whether the first word after the command names the model. */
  positional?: boolean;
}

export interface Loader {
  id: string;
  /** The distribution whose version decides which rules of memory use apply. */
  library: string;
  rules: readonly LoadRule[];
  commands?: readonly ShellCommand[];
  /** Words that reveal a use, needed where the last name of a callee is a pattern. */
  words?: readonly string[];
}
