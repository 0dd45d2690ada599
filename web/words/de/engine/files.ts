// SPDX-License-Identifier: Apache-2.0
// Checkpoints, configurations and files that are written (core/model, core/measure/novelty_file.c, core/api/stream.c).
export const FILES: Record<string, string> = {
  'not enough memory to read a checkpoint': 'der Speicher reicht nicht, um einen Checkpoint zu lesen',
  'not enough memory to write a checkpoint': 'der Speicher reicht nicht, um einen Checkpoint zu schreiben',
  'not enough memory for the header of the safetensors file':
    'der Speicher reicht nicht für den Dateikopf der Safetensors-Datei',
  'this is no safetensors file but looks like %s': 'das ist keine Safetensors-Datei; es sieht aus wie %1',
  "a zip archive, as PyTorch's .bin files are: save the model with safe_serialization=True":
    'ein Zip-Archiv, wie es die .bin-Dateien von PyTorch sind: Speichere das Modell mit safe_serialization=True',
  "a Python pickle, as PyTorch's old .bin files are: save the model with safe_serialization=True":
    'ein Python-Pickle, wie es die alten .bin-Dateien von PyTorch sind: Speichere das Modell mit safe_serialization=True',
  'a Git LFS pointer: fetch the file itself': 'ein Verweis von Git LFS: Hole die Datei selbst',
  'a web page': 'eine Webseite',
  'an HDF5 file of Keras': 'eine HDF5-Datei von Keras',
  'a GGUF file of llama.cpp': 'eine GGUF-Datei von llama.cpp',
  "this is no safetensors file: it does not begin with the length of a header (its first 8 bytes are %llu) and '{'":
    'das ist keine Safetensors-Datei: Sie beginnt nicht mit der Länge eines Dateikopfes (ihre ersten 8 Bytes sind %1) und „{“',
  'tensor %s belongs to an encoder: this is no file of a head':
    'der Tensor %1 gehört zu einem Encoder: Das ist keine Datei eines Kopfes',
  'tensor %s has shape %s in the file, and the head in place has %s':
    'der Tensor %1 hat in der Datei die Form %2, und der vorhandene Kopf hat %3',
  'tensor %s has shape %s in the file, and config.json gives it %s: the two do not belong together':
    'der Tensor %1 hat in der Datei die Form %2, und config.json gibt ihm %3: Die beiden gehören nicht zusammen',
  'tensor %s has dtype %s; F32, F64, F16 and BF16 can be read':
    'der Tensor %1 hat den Zahlentyp %2; F32, F64, F16 und BF16 können gelesen werden',
  'the file has no tensor %s, which the head in place needs':
    'der Datei fehlt der Tensor %1, den der vorhandene Kopf braucht',
  'tensor %s is in the file twice': 'der Tensor %1 steht zweimal in der Datei',
  'tensor %s holds a number that is not finite at byte %llu of the file, which must be damaged':
    'der Tensor %1 hat bei Byte %2 der Datei eine Zahl, die nicht endlich ist; die Datei muss beschädigt sein',
  'the file goes on after its last tensor, which ends at byte %llu: its header gives a wrong size':
    'die Datei geht nach ihrem letzten Tensor weiter, der bei Byte %1 endet: Ihr Dateikopf nennt eine falsche Größe',
  'the safetensors file is empty': 'die Safetensors-Datei ist leer',
  'the safetensors file ends at byte %llu, within its header: it was cut short, fetch it again':
    'die Safetensors-Datei endet bei Byte %1, mitten in ihrem Dateikopf: Sie ist abgeschnitten, hole sie noch einmal',
  'the safetensors file ends at byte %llu of %llu, within tensor %.80s: it was cut short, fetch it again':
    'die Safetensors-Datei endet bei Byte %1 von %2, mitten im Tensor %3: Sie ist abgeschnitten, hole sie noch einmal',
  'the dtype of tensor %s in the header is missing or too long':
    'der Zahlentyp des Tensors %1 fehlt im Dateikopf oder ist zu lang',
  'tensor %s has the unknown dtype %s': 'der Tensor %1 hat den unbekannten Zahlentyp %2',
  'tensor %s has no shape of at most %d whole numbers': 'der Tensor %1 hat keine Form aus höchstens %2 ganzen Zahlen',
  'tensor %s has no data_offsets of two rising whole numbers':
    'der Tensor %1 hat keine data_offsets aus zwei steigenden ganzen Zahlen',
  'tensor %s of shape %s and dtype %s cannot have the %llu bytes of its data_offsets':
    'der Tensor %1 der Form %2 mit dem Zahlentyp %3 kann nicht die %4 Bytes seiner data_offsets haben',
  "the header's __metadata__ is no object of strings": '__metadata__ im Dateikopf ist kein Objekt aus Texten',
  'the offsets in the header are wrong: tensor %.60s begins at %llu, but %s %llu':
    'die Stellen im Dateikopf sind falsch: Der Tensor %1 beginnt bei %2, aber %3 %4',
  'the one before it ends at': 'der davor endet bei',
  'the first must begin at': 'der erste muss beginnen bei',
  'the header of the safetensors file cannot be read: %s':
    'der Dateikopf der Safetensors-Datei kann nicht gelesen werden: %1',
  'the header of the safetensors file names no tensor': 'der Dateikopf der Safetensors-Datei nennt keinen Tensor',
  'this checkpoint has no masked-language-modelling head (%s and its like), which further pre-training needs; take one that %s saved or that has the same tensors':
    'dieser Checkpoint hat keinen Kopf für das weitere Vortraining (%1 und so weiter); nimm einen, den %2 gespeichert hat oder der dieselben Tensoren hat',

  'this is no file of novelty scores: its header is longer than the file':
    'das ist keine Datei mit Werten für ungewöhnliche Texte: Ihr Dateikopf ist länger als die Datei',
  'the file of novelty scores has %zu bytes, and its header wants %llu':
    'die Datei mit Werten für ungewöhnliche Texte hat %1 Bytes, nach ihrem Dateikopf müssten es %2 sein',
  'the file of novelty scores has no tensor %s': 'der Datei mit Werten für ungewöhnliche Texte fehlt der Tensor %1',
  'tensor %s has dtype %s and shape %s, and the encoder in place needs F32 and %lld columns':
    'der Tensor %1 hat den Zahlentyp %2 und die Form %3, und der vorhandene Encoder braucht F32 und %4 Spalten',
  'the file of novelty scores has an empty tensor':
    'die Datei mit Werten für ungewöhnliche Texte hat einen leeren Tensor',
  'the file of novelty scores is of another model: it has %lld groups of rows, and the rows of the head in place form %d at most':
    'die Datei mit Werten für ungewöhnliche Texte gehört zu einem anderen Modell: Sie hat %1 Gruppen von Zeilen, und die Zeilen des vorhandenen Kopfes bilden höchstens %2',
  'the file of novelty scores is damaged: a number is not finite, or out of order':
    'die Datei mit Werten für ungewöhnliche Texte ist beschädigt: Eine Zahl ist nicht endlich oder steht nicht in der Reihe',

  'the import of a head is not possible: the encoder has no head yet; give it one first':
    'ein Kopf kann nicht gelesen werden: Der Encoder hat noch keinen; gib ihm zuerst einen',
  'there is no adapter: train with the method lora to the end first':
    'es gibt keinen Adapter: Trainiere zuerst mit LoRA bis zum Ende',
  'PEFT cannot open a head on the mean of all tokens; save the whole model':
    'PEFT kann keinen Kopf öffnen, der das Mittel aller Tokens liest; speichere das ganze Modell',
  'the encoder was trained before the adapter, so the adapter fits no encoder file; open the encoder again and train once with the method lora':
    'der Encoder wurde vor dem Adapter trainiert, also passt der Adapter zu keiner Datei eines Encoders; lade den Encoder noch einmal und trainiere einmal mit LoRA',
  'what is exported must be "model", "encoder", "head" or "adapter"':
    'gespeichert werden kann „model“, „encoder“, „head“ oder „adapter“',
  'a restore is not possible while the run is saved; end that save first':
    'das Zurückholen ist nicht möglich, solange das Training gespeichert wird; beende zuerst das Speichern',
  'this run has begun already; restore the saved run into a new one':
    'dieses Training hat schon begonnen; hole das gespeicherte in ein neues zurück',
  'this stream gives bytes and takes none: read it': 'dieser Strom gibt Bytes und nimmt keine: Lies ihn',
  'this stream takes bytes and gives none: write to it': 'dieser Strom nimmt Bytes und gibt keine: Schreibe in ihn',
  'only %zu of %zu bytes were read': 'nur %1 von %2 Bytes wurden gelesen',
  'number %zu of %s is %g, which %s cannot hold%s': 'Zahl %1 von %2 ist %3; %4 kann das nicht darstellen%5',
  ': save as F32': ': Speichere als F32',
  'metadata must be an object of strings': 'Metadaten müssen ein Objekt aus Texten sein',
  'metadata %s is no string; the metadata of a safetensors file must be strings':
    'die Angabe %1 ist kein Text; die Metadaten einer Safetensors-Datei müssen Texte sein',
  'metadata or weights are too large for one safetensors file':
    'Metadaten oder Gewichte sind zu groß für eine Safetensors-Datei',
  'dtype "%.20s" cannot be written; "F32" and "F16" can':
    'der Zahlentyp „%1“ kann nicht geschrieben werden; „F32“ und „F16“ können es',
  'the model has no head to save: give it one and train it first':
    'das Modell hat keinen Kopf zum Speichern: Gib ihm einen und trainiere ihn zuerst',

  'config.json: %s %s is not supported; %s': 'config.json: %1 %2 geht hier nicht; %3',
  'it must be a whole number from %d to %d': 'es muss eine ganze Zahl von %1 bis %2 sein',
  'it must be a number from %g to %g': 'es muss eine Zahl von %1 bis %2 sein',
  'it must have a kind for each layer: full_attention for the first and every n-th after it, and sliding_attention for the others':
    'es muss für jede Schicht eine Art nennen: full_attention für die erste und jede n-te danach, sliding_attention für die anderen',
  'it must be an object with a kind of attention each': 'es muss ein Objekt mit je einer Art von Attention sein',
  'rotary positions must be of rope_type "default"': 'rotierende Positionen müssen rope_type „default“ haben',
  'it must be a number from 1 to 1e+09': 'es muss eine Zahl von 1 bis 1e+09 sein',
  'take a checkpoint of the family %s instead': 'nimm stattdessen einen Checkpoint der Familie %1',
  'this engine computes the families %s': 'der Rechenkern kann die Familien %1',
  'this engine computes learned positions ("absolute")': 'der Rechenkern kann gelernte Positionen („absolute“)',
  'this engine computes encoders, not decoders': 'der Rechenkern kann Encoder, keine Decoder',
  'this engine computes it as false only': 'der Rechenkern kann es nur als false',
  'this engine computes it as true only': 'der Rechenkern kann es nur als true',
  'rotary positions must be as they were trained': 'rotierende Positionen müssen so sein, wie sie trainiert wurden',
  'each layer must have all its heads': 'jede Schicht muss alle ihre Attention-Köpfe haben',
  'this engine computes gelu, gelu_new, gelu_pytorch_tanh, gelu_fast and relu':
    'der Rechenkern kann gelu, gelu_new, gelu_pytorch_tanh, gelu_fast und relu',
  'this config.json has neither model_type nor hidden_size: it is not that of a BERT encoder':
    'diese config.json hat weder model_type noch hidden_size: Sie ist nicht die eines BERT-Encoders',
  'config.json: %s %d does not divide %s %d': 'config.json: %4 (%3) ist nicht durch %2 (%1) teilbar',
  'config.json: heads of %d numbers have no pairs for rotary positions':
    'config.json: Attention-Köpfe mit %1 Zahlen haben keine Paare für rotierende Positionen',
  'config.json: %s %d leaves no positions after %s %d': 'config.json: %1 %2 lässt nach %3 %4 keine Positionen übrig',
  'config.json describes an encoder of %.0f million parameters; up to %.0f million are supported':
    'config.json beschreibt einen Encoder mit %1 Millionen Parametern; bis %2 Millionen sind möglich',
  'config.json: %s': 'config.json: %1',
};
