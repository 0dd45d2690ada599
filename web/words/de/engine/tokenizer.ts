// SPDX-License-Identifier: Apache-2.0
// Vocabularies and tokenizers (core/text).
const NO_ROOM = 'der Speicher reicht nicht für';

export const TOKENIZER: Record<string, string> = {
  '%s: %s is missing; supported is %s': '%1: %2 fehlt; möglich ist %3',
  '%s: %s is %.*s, at byte %u; supported is %s': '%1: %2 ist %3, bei Byte %4; möglich ist %5',
  'the post_processor': 'der post_processor',
  'BertProcessing, RobertaProcessing or a TemplateProcessing as "[CLS] A [SEP]", "[CLS] A [SEP] B [SEP]"':
    'BertProcessing, RobertaProcessing oder ein TemplateProcessing wie „[CLS] A [SEP]“, „[CLS] A [SEP] B [SEP]“',
  'a list': 'eine Liste',
  'a string of at most 32 characters': 'ein Text von höchstens 32 Zeichen',
  'the pattern of Replace': 'das Muster von Replace',
  'a String, or the Regex " {2,}"': 'ein String oder die Regex „ {2,}“',
  'a character or more': 'mindestens ein Zeichen',
  'the normalizer': 'der normalizer',
  'one Precompiled': 'ein einziges Precompiled',
  'a string of base64': 'ein Text in Base64',
  'the precompiled_charsmap of tokenizer.json': 'die precompiled_charsmap von tokenizer.json',
  'BertNormalizer, NFC, NFD, NFKC, NFKD, StripAccents, Nmt, Lowercase, Strip, Replace, Prepend or Precompiled':
    'BertNormalizer, NFC, NFD, NFKC, NFKD, StripAccents, Nmt, Lowercase, Strip, Replace, Prepend oder Precompiled',
  'one of at most 16 steps': 'einer aus höchstens 16 Schritten',
  'the replacement of Metaspace': 'das Ersatzzeichen von Metaspace',
  'a character': 'ein Zeichen',
  'the prepend_scheme': 'das prepend_scheme',
  'always, first or never': 'always, first oder never',
  'the pre_tokenizer': 'der pre_tokenizer',
  'one ByteLevel': 'ein einziges ByteLevel',
  'at most 4 steps': 'höchstens 4 Schritte',
  'BertPreTokenizer, ByteLevel, Metaspace or WhitespaceSplit':
    'BertPreTokenizer, ByteLevel, Metaspace oder WhitespaceSplit',
  'true or false': 'true oder false',
  'an object of ids by piece': 'ein Objekt mit der Nummer jedes Stücks',
  'the id of a piece': 'die Nummer eines Stücks',
  'a whole number': 'eine ganze Zahl',
  'a merge': 'ein Merge',
  '"a b" or ["a", "b"]': '"a b" oder ["a", "b"]',
  'a model without it': 'ein Modell ohne diese Angabe',
  'a piece of the vocabulary': 'ein Stück des Vokabulars',
  'one of at most 1024 bytes': 'eines von höchstens 1024 Bytes',
  'a score': 'ein Wert eines Stücks',
  'a finite number': 'eine endliche Zahl',
  'a list of pieces with their scores': 'eine Liste der Stücke mit ihren Werten',
  'the number of a piece of the vocabulary': 'die Nummer eines Stücks des Vokabulars',
  'WordPiece, BPE or Unigram': 'WordPiece, BPE oder Unigram',
  'an added token': 'ein hinzugefügtes Token',
  'one with a content': 'eines mit content',
  'a name': 'ein Name',
  'auto_map, code of its own for the tokenizer,': 'auto_map, also eigener Programmcode für den Tokenizer,',
  'that of BERT, DistilBERT, ELECTRA, MPNet, RoBERTa, XLM-R or CamemBERT, or a tokenizer.json with PreTrainedTokenizerFast':
    'die Klasse von BERT, DistilBERT, ELECTRA, MPNet, RoBERTa, XLM-R oder CamemBERT, oder eine tokenizer.json mit PreTrainedTokenizerFast',

  'there is not enough memory to read %s': `${NO_ROOM} %1`,
  '%s: the vocabulary has no %.*s, which its model needs': '%1: Dem Vokabular fehlt %2, und sein Modell braucht es',
  '%s: merge %d, at byte %u, is of the piece "%.*s", which the vocabulary lacks':
    '%1: Merge %2, bei Byte %3, ist aus dem Stück „%4“, das dem Vokabular fehlt',
  '%s: the added token %.*s is single_word, which is not supported':
    '%1: Das hinzugefügte Token %2 ist single_word, und das geht hier nicht',
  'there is not enough memory for the merges of the vocabulary': `${NO_ROOM} die Merges des Vokabulars`,
  'there is not enough memory for the merges': `${NO_ROOM} die Merges`,
  'there is not enough memory for the scores': `${NO_ROOM} die Werte der Stücke`,
  'there is not enough memory for the added tokens': `${NO_ROOM} die hinzugefügten Tokens`,
  'there is not enough memory for the tokenizer': `${NO_ROOM} den Tokenizer`,
  'there is not enough memory for the vocabulary': `${NO_ROOM} das Vokabular`,
  'there is not enough memory for a text of %zu bytes': `${NO_ROOM} einen Text von %1 Bytes`,
  'there is not enough memory for a text': `${NO_ROOM} einen Text`,
  'there is not enough memory for the tokens of a text': `${NO_ROOM} die Tokens eines Textes`,
  'the tokenizer has more than %d added tokens': 'der Tokenizer hat mehr als %1 hinzugefügte Tokens',
  '%s has %zu bytes, of which its array of %u does not fit':
    '%1 hat %2 Bytes, zu denen ihre Tabelle von %3 nicht passt',
  '%s is not UTF-8 at its byte %zu': '%1 ist bei Byte %2 kein UTF-8',
  'the text has %zu bytes; %d is the limit': 'der Text hat %1 Bytes; die Grenze ist %2',
  'max_length is %d; it must be at least %d, the number of special tokens':
    'die Höchstlänge ist %1; sie muss mindestens %2 sein, die Zahl der besonderen Tokens',
  'the text is not UTF-8 at byte %zu': 'der Text ist bei Byte %1 kein UTF-8',
  'the vocabulary has a piece with the id %lld and %zu bytes; %d is the limit of both':
    'das Vokabular hat ein Stück mit der Nummer %1 und %2 Bytes; die Grenze für beides ist %3',
  'the vocabulary has two pieces with the id %lld': 'das Vokabular hat zwei Stücke mit der Nummer %1',
  'the vocabulary is not UTF-8 at byte %zu, in line %lld': 'das Vokabular ist bei Byte %1, in Zeile %2, kein UTF-8',
};
