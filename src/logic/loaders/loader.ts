/** What a loader file declares; see docs/loaders.md. */

/** Where the model's id or path stands among the arguments. */
export interface ModelArgument {
  at?: number;
  /** Looked at first, in this order. */
  keywords?: readonly string[];
  /** An object that is already loaded may stand there; then nothing is loaded. */
  orObject?: boolean;
  /** What is loaded without the argument; by task where it is a table; null: the library decides. */
  byDefault?: string | null | Readonly<Record<string, string>>;
  /** Values that name nothing to load: addresses, handles of another service. */
  not?: RegExp;
}

/** A keyword that decides whether the call loads at all. */
export interface Need {
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
  /** Last names but one (or last, without a method) that load no model. */
  unless?: RegExp;
  model: ModelArgument;
  needs?: readonly Need[];
}

export interface Loader {
  id: string;
  /** The distribution whose version decides the rules. */
  library: string;
  rules: readonly LoadRule[];
  /** Words that betray a use where the last name of a callee is a pattern. */
  words?: readonly string[];
}
