import type { Loader } from '../../types/loader';
import { accelerate } from './accelerate';
import { agents } from './agents';
import { arrow } from './arrow';
import { awq } from './awq';
import { ctransformers } from './ctransformers';
import { diffusers } from './diffusers';
import { embeddings } from './embeddings';
import { gpt4all } from './gpt4all';
import { gptq } from './gptq';
import { haystack } from './haystack';
import { ipexLlm } from './ipex-llm';
import { keras } from './keras';
import { langchain } from './langchain';
import { lightning } from './lightning';
import { llamaCpp } from './llama-cpp';
import { llamaIndex } from './llama-index';
import { mlx } from './mlx';
import { modelscope } from './modelscope';
import { nemo } from './nemo';
import { numpy } from './numpy';
import { ollama } from './ollama';
import { onnxruntime } from './onnxruntime';
import { openClip } from './open-clip';
import { optimum } from './optimum';
import { pandas } from './pandas';
import { peft } from './peft';
import { polars } from './polars';
import { safetensors } from './safetensors';
import { segmentAnything } from './segment-anything';
import { sentenceTransformers } from './sentence-transformers';
import { serving } from './serving';
import { setfit } from './setfit';
import { sglang } from './sglang';
import { spacy } from './spacy';
import { speechbrain } from './speechbrain';
import { timm } from './timm';
import { torch } from './torch';
import { torchvision } from './torchvision';
import { transformers } from './transformers';
import { trl } from './trl';
import { txtai } from './txtai';
import { ultralytics } from './ultralytics';
import { unsloth } from './unsloth';
import { visionLanguage } from './vision-language';
import { vllm } from './vllm';
import { whisper } from './whisper';

/**
 * One file per library. The first rule that matches decides; no two libraries share a root name.
 */
export const LOADERS: readonly Loader[] = [
  accelerate,
  agents,
  arrow,
  awq,
  ctransformers,
  diffusers,
  embeddings,
  gpt4all,
  gptq,
  haystack,
  ipexLlm,
  keras,
  langchain,
  lightning,
  llamaCpp,
  llamaIndex,
  mlx,
  modelscope,
  nemo,
  numpy,
  ollama,
  onnxruntime,
  openClip,
  optimum,
  pandas,
  peft,
  polars,
  safetensors,
  segmentAnything,
  sentenceTransformers,
  serving,
  setfit,
  sglang,
  spacy,
  speechbrain,
  timm,
  torch,
  torchvision,
  transformers,
  trl,
  txtai,
  ultralytics,
  unsloth,
  visionLanguage,
  vllm,
  whisper
];
