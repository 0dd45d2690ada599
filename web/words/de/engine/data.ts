// SPDX-License-Identifier: Apache-2.0
// What the engine tells of rows, heads and what is measured with them (core/api, core/data, core/measure).
export const DATA: Record<string, string> = {
  'row %d: the head reads no word %d there, so no score comes from it':
    'Zeile %1: Der Kopf liest dort kein Wort %2, also kommt von ihm kein Wert',
  'the explained rows were made without the places of their tokens; make them with offsets':
    'die erklärten Zeilen haben keine Stellen ihrer Tokens; mache sie mit offsets',
  'the attribution is not finished; make its steps first': 'die Erklärung ist nicht fertig; mache zuerst ihre Schritte',
  'the baselines are not finished': 'die Vergleichsverfahren sind nicht fertig',

  'stride is %lld; windows of %lld tokens can share from 1 to %lld, and 0 means no windows':
    'stride ist %1; Fenster von %2 Tokens können sich 1 bis %3 teilen, und 0 heißt: keine Fenster',
  'with a stride a text is read whole: leave truncation out':
    'mit stride wird ein Text ganz gelesen: Lass truncation weg',
  'there are no rows': 'es gibt keine Zeilen',
  'this model has one segment only (type_vocab_size 1) and cannot read pairs':
    'dieses Modell hat nur ein Segment (type_vocab_size 1) und kann keine Paare lesen',
  'rows for masked-language modelling are single texts without labels and words':
    'Zeilen zum weiteren Vortraining sind einzelne Texte ohne Labels und Wörter',
  'the vocabulary has no [MASK] with an embedding, which masked-language modelling needs':
    'das Vokabular hat kein [MASK] mit einem Embedding; das weitere Vortraining braucht es',
  'rows of words have one text each, and words one label':
    'Zeilen aus Wörtern haben je einen Text, und Wörter ein Label',
  'rows of words need both word_ends and spans, and other rows neither':
    'Zeilen aus Wörtern brauchen word_ends und spans, andere Zeilen keines von beiden',
  'row %d, word %d': 'Zeile %1, Wort %2',
  'row %d': 'Zeile %1',
  '%s %s: the label %.15g %s': '%1, %2: Das Label %3 %4',
  'is no number between %g and %g': 'ist keine Zahl zwischen %1 und %2',
  "is none of the head's classes 0 to %d": 'ist keine der Klassen 0 bis %1 des Kopfes',
  'of output %zu is neither 0 nor 1': 'der Ausgabe %1 ist weder 0 noch 1',
  'the %s rows were tokenized for another model': 'die %1 wurden für ein anderes Modell in Tokens zerlegt',
  'the %s rows %s, but the task is %s': 'die %1 %2, aber die Aufgabe ist %3',
  'the %s rows are %s, but the task is %s': 'die %1 sind %2, aber die Aufgabe ist %3',
  'have gaps': 'haben Lücken',
  'have no gaps': 'haben keine Lücken',
  'rows of words': 'Zeilen aus Wörtern',
  'texts without words': 'Texte ohne Wörter',
  'the head compares two texts, but the %s rows are single texts':
    'der Kopf vergleicht zwei Texte, aber die %1 sind einzelne Texte',
  '%s: output %zu is no finite number': '%1: Die Ausgabe %2 ist keine endliche Zahl',
  'the %s rows have no labels': 'die %1 haben keine Labels',
  'the %s rows have %d labels each; the head of %d outputs needs %d':
    'die %1 haben je %2 Labels; der Kopf mit %3 Ausgaben braucht %4',
  '%d labels of the %s rows with %d outputs each are more than %d numbers; take fewer rows':
    '%1 Labels der %2 mit je %3 Ausgaben sind mehr als %4 Zahlen; nimm weniger Zeilen',
  training: 'Trainingszeilen',
  validation: 'Validierungszeilen',
  test: 'Testzeilen',
  explained: 'erklärten Zeilen',
  evaluated: 'getesteten Zeilen',
  compared: 'verglichenen Zeilen',

  'row %d, word %d: it has no characters, as it goes from %u to %u':
    'Zeile %1, Wort %2: Es hat keine Zeichen, denn es geht von %3 bis %4',
  'row %d, word %d begins at character %u, before the word before it ends at %u':
    'Zeile %1, Wort %2 beginnt bei Zeichen %3, bevor das Wort davor bei %4 endet',
  'row %d, word %d ends at character %u, but the text has %u':
    'Zeile %1, Wort %2 endet bei Zeichen %3, aber der Text hat %4',
  'row %d: the ends of the texts are not in order': 'Zeile %1: Die Enden der Texte sind nicht geordnet',
  'row %d: the ends of the words are not in order': 'Zeile %1: Die Enden der Wörter sind nicht geordnet',
  'row %d: %.200s': 'Zeile %1: %2',
  'row %d has the piece "%.*s", number %d of the vocabulary, but the encoder has embeddings for %d only (vocab_size); take the vocabulary that belongs to it':
    'Zeile %1 hat das Stück „%2“, Nummer %3 des Vokabulars, aber der Encoder hat nur für %4 Embeddings (vocab_size); nimm das Vokabular, das zu ihm gehört',
  'there are no words': 'es gibt keine Wörter',
  '%u words are too many': '%1 Wörter sind zu viele',
  'the texts are empty: there is nothing to learn': 'die Texte sind leer: Es gibt nichts zu lernen',

  'the evaluation is not finished: %d of %d rows': 'der Test ist nicht fertig: %1 von %2 Zeilen',
  'the rows have no labels to compare with': 'die Zeilen haben keine Labels zum Vergleichen',
  'thresholds must be %d numbers, one for each label': 'es müssen %1 Schwellen sein, eine für jedes Label',
  'the temperature must be a number from 0.001 to 1000': 'die Temperatur muss eine Zahl von 0,001 bis 1000 sein',
  "the meter's texts were tokenized for another model":
    'die Texte des Vergessensmessers wurden für ein anderes Modell in Tokens zerlegt',
  "the meter's texts have %zu tokens; %d are the most: take fewer texts":
    'die Texte des Vergessensmessers haben %1 Tokens; %2 sind das Höchste: Nimm weniger Texte',

  'there is no score of unlike texts for words: a word that is of no type has an output already':
    'für Wörter gibt es keinen Wert für ungewöhnliche Texte: Ein Wort ohne Typ hat schon eine Ausgabe',
  'there is no score of unlike texts for a head that compares two: how they differ does not tell what they are about':
    'für einen Kopf, der zwei Texte vergleicht, gibt es keinen Wert für ungewöhnliche Texte: Wie sie sich unterscheiden, zeigt nicht, wovon sie handeln',
  'the score of unlike texts is not finished; make its steps first':
    'der Wert für ungewöhnliche Texte ist nicht fertig; mache zuerst seine Schritte',
  'the score of unlike texts belongs to another model':
    'der Wert für ungewöhnliche Texte gehört zu einem anderen Modell',
  'the evaluation has begun already; ask for the score before its first step':
    'der Test hat schon begonnen; verlange den Wert vor seinem ersten Schritt',
  'the evaluation is not finished, or was not asked how unlike the training rows its rows are':
    'der Test ist nicht fertig, oder es wurde nicht verlangt, wie ungewöhnlich seine Zeilen sind',
  '%d training rows are too few to say which texts are unlike them; give more':
    '%1 Trainingszeilen sind zu wenig, um ungewöhnliche Texte zu erkennen; gib mehr',
  'the features of the training rows are too large, or too much alike, to measure which texts are unlike them; a lower learning rate usually helps':
    'die Merkmale der Trainingszeilen sind zu groß oder einander zu ähnlich, um ungewöhnliche Texte zu erkennen; eine kleinere Lernrate hilft meist',
  'row %d: a gradient is not a number; the weights are damaged':
    'Zeile %1: Ein Gradient ist keine Zahl; die Gewichte sind beschädigt',
  "row %d: the model's output is not a number; its weights are damaged":
    'Zeile %1: Die Ausgabe des Modells ist keine Zahl; seine Gewichte sind beschädigt',

  'the task must be one of: %s': 'die Aufgabe muss eine von diesen sein: %1',
  'the poolings of means are for heads that read whole texts, but the task %s reads tokens one by one; leave pooling out':
    'Mittelwerte sind für Köpfe, die ganze Texte lesen, aber die Aufgabe %1 liest Token für Token; lass pooling weg',
  'these rows were tokenized for different models': 'diese Zeilen wurden für verschiedene Modelle in Tokens zerlegt',
  'row %d: there is no row %d': 'Zeile %1: Es gibt keine Zeile %2',
  'outputs must be the number of labels, from %d to %d':
    'die Zahl der Ausgaben muss die der Labels sein, von %1 bis %2',
  'names must be a list with the name of each of the %d outputs':
    'names muss eine Liste mit dem Namen jeder der %1 Ausgaben sein',
  'name %d of the labels is no text': 'der Name %1 der Labels ist kein Text',
  'iob2 is for token_classification with O and two outputs for each type of entity':
    'iob2 ist für token_classification mit O und zwei Ausgaben für jeden Typ',
  'the pooling "%s" is for a head without a pooler, and heads of %s have one; take "mean"':
    '„%1“ ist für einen Kopf ohne Pooler, und Köpfe von %2 haben einen; nimm „mean“',
  'max_length is %lld; this model can read from %d to %d tokens':
    'die Höchstlänge ist %1; dieses Modell kann %2 bis %3 Tokens lesen',
  'a head of %d outputs is not supported; it can have 1 to %d':
    'einen Kopf mit %1 Ausgaben gibt es nicht; er kann 1 bis %2 haben',
};
