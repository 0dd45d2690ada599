// SPDX-License-Identifier: Apache-2.0
// What is loaded, as files: a folder as the hub has them, or a head alone.
import { adapterFolder } from '../hub/adapter';
import { liesApart } from '../border/pooling';
import type { Trained } from '../hub/trained';
import { encoderFolder, exportFolder } from '../hub/export';
import type { ExportFile } from '../hub/export_file';
import { headMetadata } from '../hub/head';
import { headCard } from '../hub/card';
import { joinTensors, sealTensors } from '../hub/tensors';
import { pythonOf } from '../hub/python';
import { smallHead } from '../hub/small_head';
import { sentenceFiles, type Apart } from '../hub/sentence';
import { onnxFiles } from '../onnx/files';
import { encoderHash } from './encoder_hash';
import { fail } from '../border/failure';
import { ADAPTER, keepHead, wholeOf, type Loaded } from './load';
import type { Calls, Method, ModelInfo, Part, ToSave } from '../border/messages';
import { refusal } from './refusals';

/** Tokens for an empty text in any frame. */
const ROOM = 8;
const NO_ONNX = { files: [], missing: '' };

type Input<K extends keyof Calls> = Calls[K][0];

/** Of model.safetensors. The command line writes over no other one. */
const MADE_HERE = { tabtune: 'model' };

export class Saving {
  constructor(
    private readonly loaded: Loaded,
    private readonly info: ModelInfo,
    private readonly rows: Partial<Record<Part, number>>,
  ) {}

  /** The files of `export.model`. */
  model({ dtype, onnx, ...input }: Input<'export.model'>): ExportFile[] {
    const { model, checkpoint } = this.loaded;
    const trained = this.trainedAs(input);
    const mean = trained.apart;
    const weights = model.exportFile({ what: mean ? 'encoder' : 'model', dtype, metadata: MADE_HERE });
    const end = model.tokenize('', undefined, ROOM).ids.at(-1)!;
    const web = onnx
      ? onnxFiles(this.info, { ...trained, end }, model.exportFile({ what: 'model', dtype: 'F32', metadata: {} }))
      : NO_ONNX;
    const files = [...exportFolder(checkpoint, this.info, { ...trained, web }, weights, this.between()), ...web.files];
    if (!mean) return files;
    const head = model.exportFile({ what: 'head', dtype: 'F32', metadata: {} });
    return [
      ...files,
      ...sentenceFiles(
        { width: this.info.config.hidden_size, outputs: trained.labels.length, pooling: trained.pooling as Apart },
        trained.cut,
        head,
      ),
    ];
  }

  /** The text of `export.python`. */
  python(name: string): string {
    return pythonOf(this.trainedAs({ name, metrics: {} }));
  }

  /** The files of `export.adapter`. */
  adapter(input: Input<'export.adapter'>): ExportFile[] {
    const { adapter, model } = this.loaded;
    const trained = this.trainedAs(input);
    const metadata = headMetadata(trained, this.info.fingerprint, null);
    const bytes = sealTensors(adapter?.file ?? wholeOf(model.exportFile(ADAPTER)), metadata);
    return adapterFolder(this.info.adapter!, trained, { size: bytes.byteLength, pieces: () => [bytes] });
  }

  /** The file of `export.head`. */
  head(input: Input<'export.head'>): Blob {
    return new Blob([this.headBytes(input)]);
  }

  private headBytes({ small, ...input }: Input<'export.head'>): Uint8Array<ArrayBuffer> {
    const { model, encoderTrained, headTrained, novelty } = this.loaded;
    if (encoderTrained) fail('E_STATE', refusal.encoderTrained);
    if (!headTrained) fail('E_STATE', refusal.untrained);
    const trained = this.trainedAs(small ? { name: input.name, metrics: {} } : input);
    const metadata = headMetadata(trained, this.info.fingerprint, encoderHash(model));
    const file = keepHead(model);
    if (small) return sealTensors(smallHead(file, trained.task, trained.labels.length), metadata);
    return sealTensors(novelty ? joinTensors(file, novelty.file()) : file, metadata);
  }

  /** The files of `export.head.folder`. */
  headFolder(input: Input<'export.head.folder'>): ExportFile[] {
    const head = this.headBytes(input);
    const card = new TextEncoder().encode(headCard(this.trainedAs(input)));
    const files: [string, Uint8Array<ArrayBuffer>][] = [
      ['README.md', card],
      ['head.safetensors', head],
    ];
    return files.map(([name, bytes]) => ({ name, size: bytes.byteLength, pieces: () => [bytes] }));
  }

  /** The files of an encoder that was pre-trained further. */
  encoder(dtype: 'F32' | 'F16'): ExportFile[] {
    const weights = this.loaded.model.exportFile({ what: 'encoder', dtype, metadata: MADE_HERE });
    return encoderFolder(this.loaded.checkpoint, this.info, weights, this.between());
  }

  /** Separators between the texts of a pair: of two empty texts nothing else is left but the first and last token. */
  private between(): number {
    return this.loaded.model.tokenize('', '', ROOM).ids.length - 2;
  }

  private trainedAs(saved: ToSave): Trained {
    const { labels, temperature, options, made, pairs, checkpoint, encoderTrained, novelty } = this.loaded;
    const last = (options.method ?? 'full') as Method;
    const method = encoderTrained && last === 'head' ? 'full' : encoderTrained ? last : 'head';
    const { config, family, head } = this.info;
    const { task, scheme, pooling, thresholds, cut } = head ?? fail('E_STATE', refusal.nothingToSave);
    const kind = {
      task,
      scheme,
      pooling,
      apart: liesApart(pooling, family),
      pairs,
      labels,
      thresholds,
      temperature,
      novelty: novelty?.file() ?? null,
      cut: cut ?? { max_length: config.max_position_embeddings },
    };
    const { name: base, terms } = checkpoint;
    return { ...saved, base, terms, ...kind, method, rows: this.rows, options, made, web: NO_ONNX };
  }
}
