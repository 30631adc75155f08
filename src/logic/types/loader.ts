/** What a loader file declares; see docs/loaders.md. */

/** Where the model's id or path stands among the arguments. */
export interface ModelArgument {
  /** Position, from 0. */
  at?: number;
  /** Looked at first, in this order. */
  keywords?: readonly string[];
  /** An object that is already loaded may stand there; then nothing is loaded. */
  orObject?: boolean;
  /** What is loaded without it; by task where it is a table; null: the library decides. */
  byDefault?: string | null | Readonly<Record<string, string>>;
  /** The callee's own name is the model: `resnet18(...)`. */
  byCallee?: boolean;
  /** Only these values load, or these do not. */
  only?: RegExp;
  not?: RegExp;
  /** Keywords of a configuration object, or keys of a dict, that stands there. */
  inside?: readonly string[];
  /** The model was named when the object was made on which the method is called. */
  ofReceiver?: boolean;
}

/** A keyword that decides whether the call loads at all. */
export interface RequiredKeyword {
  keyword: string;
  at?: number;
  /** The truth that it must have; true when not given. */
  is?: boolean;
  /** Whether the call loads without the keyword; false when not given. */
  whenAbsent?: boolean;
}

export interface LoadRule {
  /** Full paths; `*` stands for (a part of) one name, `**` for any number of names. */
  callee: readonly string[];
  /** Callees that fit but load nothing. */
  unless?: RegExp;
  /** Where it is not the loader's. */
  library?: string;
  model: ModelArgument;
  needs?: readonly RequiredKeyword[];
  /** Allocates by shape; `all`: every position is a dimension. Small ones are passed over. */
  shape?: { keyword: string; all?: boolean };
}

/** A program that loads a model in a process of its own. */
export interface ShellCommand {
  /** Its first words: `vllm serve`, `python -m vllm.entrypoints.api_server`. */
  command: string;
  /** Options that name the model. */
  options?: readonly string[];
  /** The first word after the command names it. */
  positional?: boolean;
}

export interface Loader {
  id: string;
  /** The distribution whose version decides the rules. */
  library: string;
  rules: readonly LoadRule[];
  commands?: readonly ShellCommand[];
  /** Words that betray a use where the last name of a callee is a pattern. */
  words?: readonly string[];
}
