// SPDX-License-Identifier: Apache-2.0
// The order of calls, memory, and values of calls (core/api/state.c, spec.c, core/base).
export const PARTS: Record<string, string> = {
  '%s is not possible while a file is read into the model; end that import first':
    '%1 ist nicht möglich, solange eine Datei in das Modell gelesen wird; beende zuerst das Einlesen',
  '%s is not possible while a saved run is restored; end that restore first':
    '%1 ist nicht möglich, solange ein gespeichertes Training zurückgeholt wird; beende das zuerst',
  '%s is not possible while the model is exported or its run saved; end that stream first':
    '%1 ist nicht möglich, solange das Modell oder sein Training gespeichert wird; beende das zuerst',
  '%s is not possible while a run trains the model; free that run first':
    '%1 ist nicht möglich, solange das Modell trainiert wird; beende zuerst das Training',
  '%s is not possible: the encoder is not loaded completely; load its files first':
    '%1 ist nicht möglich: Der Encoder ist nicht ganz geladen; lade zuerst seine Dateien',
  '%s is not possible: the encoder has no head yet; give it one for your labels first':
    '%1 ist nicht möglich: Der Encoder hat noch keinen Kopf; gib ihm zuerst einen für deine Labels',
  '%s is not possible: the masked-language-modelling head gives no labels; give the encoder a head for your labels first':
    '%1 ist nicht möglich: Der Kopf des Vortrainings gibt keine Labels; gib dem Encoder zuerst einen Kopf für deine Labels',
  '%s is not possible: the model has had another head or another file since; make a new one':
    '%1 ist nicht möglich: Das Modell hat seitdem einen anderen Kopf oder eine andere Datei bekommen; beginne von vorn',
  'an attribution': 'eine Erklärung',
  'a step of the attribution': 'ein Schritt der Erklärung',
  'a baseline': 'ein Vergleichsverfahren',
  'a comparison': 'ein Vergleich',
  'an evaluation': 'ein Test',
  'a step of the evaluation': 'ein Schritt des Tests',
  'a forgetting meter': 'ein Vergessensmesser',
  'a reading of the forgetting meter': 'eine Messung des Vergessens',
  'a new head': 'ein neuer Kopf',
  'a score of unlike texts': 'ein Wert für ungewöhnliche Texte',
  'a step of the score of unlike texts': 'ein Schritt des Wertes für ungewöhnliche Texte',
  'a run': 'ein Training',
  'a step of the run': 'ein Schritt des Trainings',
  'the import of a head': 'das Einlesen eines Kopfes',
  'an import': 'das Einlesen',
  'an export': 'das Speichern',
  'a save': 'das Speichern',
  'a restore': 'das Zurückholen',

  'there is not enough memory for %s': 'der Speicher reicht nicht für %1',
  'the attribution': 'die Erklärung',
  'the baselines': 'die Vergleichsverfahren',
  'the data': 'die Daten',
  'the engine': 'den Rechenkern',
  'the evaluation': 'den Test',
  'the forgetting meter': 'den Vergessensmesser',
  'the model': 'das Modell',
  "the names of the file's tensors": 'die Namen der Tensoren der Datei',
  'the plan': 'den Plan',
  'the run': 'das Training',
  'the score of unlike texts': 'den Wert für ungewöhnliche Texte',
  'the text of a token': 'den Text eines Tokens',
  'the names of the labels': 'die Namen der Labels',
  'the thresholds': 'die Schwellen',
  'reading or writing a file': 'das Lesen oder Schreiben einer Datei',
  'there is not enough memory for %.0f MiB; a smaller token budget, a shorter maximum length or training the head alone needs less':
    'für %1 MiB reicht der Speicher nicht; weniger Tokens auf einmal, eine kleinere Höchstlänge oder den Kopf allein zu trainieren braucht weniger',
  'not enough memory to read a JSON text': 'der Speicher reicht nicht, um einen JSON-Text zu lesen',
  "not enough memory for a result's text": 'der Speicher reicht nicht für den Text eines Ergebnisses',
  'there is not enough memory to start the engine': 'der Speicher reicht nicht, um den Rechenkern zu starten',
  'only %d of %d threads could be started; ask for fewer':
    'nur %1 von %2 Threads konnten gestartet werden; nimm weniger',
  'the number of threads is %d; it must be between 1 and 256':
    'die Zahl der Threads ist %1; sie muss zwischen 1 und 256 liegen',
  '%lld words are too many for a conditional random field; it takes %d':
    '%1 Wörter sind zu viele für ein Conditional Random Field; es nimmt %2',
  'there is not enough memory for %d gaps': 'der Speicher reicht nicht für %1 Lücken',
  'there is not enough memory for the tokens of this data': 'der Speicher reicht nicht für die Tokens dieser Daten',
  'there is not enough memory for %d rows': 'der Speicher reicht nicht für %1 Zeilen',
  'there is not enough memory for the adapters': 'der Speicher reicht nicht für die Adapter',
  "there is not enough memory for the encoder's %.0f MiB of weights":
    'der Speicher reicht nicht für die %1 MiB der Gewichte des Encoders',
  'there is not enough memory for a head of %d outputs': 'der Speicher reicht nicht für einen Kopf mit %1 Ausgaben',
  'there is not enough memory to count the rows of each label':
    'der Speicher reicht nicht, um die Zeilen jedes Labels zu zählen',
  'the run would need more memory than this build can address; lower tokens_in_flight or max_length, or train the head alone':
    'das Training würde mehr Speicher brauchen, als dieser Rechenkern belegen kann; senke „Tokens auf einmal“ oder die Höchstlänge, oder trainiere den Kopf allein',

  '%s has no key %s; its keys are %s': '%1 hat keinen Schlüssel %2; ihre Schlüssel sind %3',
  '%s must be a JSON object': '%1 muss ein JSON-Objekt sein',
  'the description of an attribution': 'die Beschreibung einer Erklärung',
  'the description of rows': 'die Beschreibung der Zeilen',
  'the description of a head': 'die Beschreibung eines Kopfes',
  'the description of an import': 'die Beschreibung des Einlesens',
  'the description of an export': 'die Beschreibung des Speicherns',
  'the adjustment of the outputs': 'die Anpassung der Ausgaben',
  '%s must be a whole number, not %s': '%1 muss eine ganze Zahl sein, nicht %2',
  '%s must be a whole number from %lld to %lld, not %s': '%1 muss eine ganze Zahl von %2 bis %3 sein, nicht %4',
  '%s must be true or false': '%1 muss true oder false sein',
  '%s must be one of %s': '%1 muss eines hiervon sein: %2',

  'broken JSON at byte %zu: %s': 'fehlerhaftes JSON bei Byte %1: %2',
  'a JSON text of more than 2 GB': 'ein JSON-Text von mehr als 2 GB',
  '\\u needs four hexadecimal digits': '\\u braucht vier hexadezimale Ziffern',
  'an unknown escape in a string': 'ein unbekanntes Zeichen nach \\ in einem Text',
  'the text ends inside a string': 'die Datei endet mitten in einem Text',
  'a control character in a string': 'ein Steuerzeichen in einem Text',
  'invalid UTF-8 in a string': 'ungültiges UTF-8 in einem Text',
  'a digit is expected here': 'hier wird eine Ziffer erwartet',
  'a number must not begin with 0': 'eine Zahl darf nicht mit 0 beginnen',
  'a number of more than 400 characters': 'eine Zahl von mehr als 400 Zeichen',
  'a value is expected here': 'hier wird ein Wert erwartet',
  'nested more than 64 deep': 'mehr als 64-fach verschachtelt',
  "',' or '}' is expected here": 'hier wird „,“ oder „}“ erwartet',
  "',' or ']' is expected here": 'hier wird „,“ oder „]“ erwartet',
  'a key in quotes is expected here': 'hier wird ein Schlüssel in Anführungszeichen erwartet',
  "':' is expected here": 'hier wird „:“ erwartet',
  'the text ends too early': 'die Datei endet zu früh',
  'something follows the end of the value': 'nach dem Ende des Wertes folgt noch etwas',
};
