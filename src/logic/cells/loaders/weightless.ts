/** Classes whose `from_pretrained` reads no weights. */
export const WEIGHTLESS =
  /(?:Tokenizer|TokenizerFast|Processor|ProcessorFast|FeatureExtractor|ImageProcessor|Config|Scheduler|Streamer|Converter|Quantizer|Preprocessor|Collator)\.from_(?:pretrained|preset)$/;

/** URLs: read over the network, not from a local file. */
export const REMOTE = /^(?:https?|s3|s3a|gs|gcs|ftp|hf|az|abfss?|hdfs|postgresql|mysql):/i;
