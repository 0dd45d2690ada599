// SPDX-License-Identifier: Apache-2.0
// Trainings, their options, and saved runs (core/train, core/api/run.c).
export const RUNS: Record<string, string> = {
  'best_metric is %s, but the numbers of %s are %s': 'best_metric ist %1, aber die Zahlen von %2 sind %3',
  'the option patience needs validation rows to decide when to stop; give some or leave it at 0':
    'vorzeitig enden kann ein Training nur mit Validierungszeilen; gib welche, oder lass patience bei 0',
  'head_start is kept, but the head is new': 'der Kopf soll behalten werden (head_start), ist aber neu',
  'a step of the run is not possible while it is saved or exported; end that stream first':
    'ein Schritt des Trainings ist nicht möglich, solange es gespeichert wird; beende zuerst das Speichern',
  'the option label_smoothing is for tasks with one label a row or word, not for %s':
    'label_smoothing ist für Aufgaben mit einem Label je Zeile oder Wort, nicht für %1',
  'the option class_weights has no meaning for %s': 'class_weights hat bei %1 keine Bedeutung',
  'the option class_weights has %d numbers; the head has %d outputs':
    'class_weights hat %1 Zahlen; der Kopf hat %2 Ausgaben',
  'there is no option %s; the nearest is "%s"': 'die Option %1 gibt es nicht; am nächsten kommt „%2“',
  'option %s is %s; it must be %s%s': 'die Option %1 ist %2; möglich ist %3%4',
  ' or a list of numbers from 1e-6 to 1e4, one for each label, 4096 at most':
    ' oder eine Liste von Zahlen von 1e-6 bis 1e4, eine für jedes Label, höchstens 4096',
  'option %s is %s; it must be a %s from %.10g to %.10g': 'die Option %1 ist %2; sie muss eine %3 von %4 bis %5 sein',
  ' or ': ' oder ',
  ' and ': ' und ',
  'whole number': 'ganze Zahl',
  number: 'Zahl',
  'the options must be a JSON object, as {"epochs": 3}': 'die Optionen müssen ein JSON-Objekt sein, etwa {"epochs": 3}',
  '%d epochs of %d updates each are %lld updates, and a run can have %d at most; take fewer epochs or a larger batch_size':
    '%1 Epochen mit je %2 Aktualisierungen sind %3 Aktualisierungen, und ein Training kann höchstens %4 haben; nimm weniger Epochen oder einen größeren Batch',
  'further pre-training trains everything: the method must be full, not %s':
    'weiteres Vortraining trainiert alles: Die Methode muss full sein, nicht %1',
  'reinit_layers is %d; this model has %d layers': 'reinit_layers ist %1; dieses Modell hat %2 Schichten',
  'reinit_layers is %d, but the method %s does not train these layers; use full, or layers with at least as many last_layers':
    'reinit_layers ist %1, aber die Methode %2 trainiert diese Schichten nicht; nimm full, oder layers mit mindestens so vielen last_layers',
  'lora_rank is %d; with this model it can be at most its hidden_size, %d':
    'lora_rank ist %1; bei diesem Modell kann es höchstens seine hidden_size sein, %2',

  'the gradient stopped being a finite number in update %d; a lower learning rate usually helps':
    'in Aktualisierung %1 war der Gradient keine endliche Zahl mehr; eine kleinere Lernrate hilft meist',
  'the weights are those of the update before': 'die Gewichte sind die der Aktualisierung davor',
  'the weights are those of epoch %d, the best so far': 'die Gewichte sind die der Epoche %1, der besten bis dahin',
  'nothing was trained%s': 'nichts wurde trainiert%1',
  ', and the layers of reinit_layers are as they were drawn':
    ', und die Schichten von reinit_layers sind, wie sie ausgelost wurden',

  'the encoder was trained before this run began, so no file has the weights that the run started from; open the encoder again':
    'der Encoder wurde vor diesem Training schon trainiert, also hat keine Datei die Gewichte, mit denen es begann; lade den Encoder noch einmal',
  'the run is finished; save the model': 'das Training ist fertig; speichere das Modell',
  'the run has failed and cannot be continued': 'das Training ist fehlgeschlagen und kann nicht fortgesetzt werden',
  'the saved run cannot be continued here: it is no saved run':
    'das gespeicherte Training kann hier nicht weitergehen: Es ist gar keines',
  'the saved run cannot be continued here: it is of another version of Tabtune':
    'das gespeicherte Training kann hier nicht weitergehen: Es ist von einer anderen Version von Tabtune',
  'the saved run is damaged: its first line cannot be read':
    'das gespeicherte Training ist beschädigt: Seine erste Zeile kann nicht gelesen werden',
  'the saved run is damaged: the checksum of its header does not match':
    'das gespeicherte Training ist beschädigt: Die Prüfsumme seines Dateikopfes stimmt nicht',
  'the saved run is damaged: one of its %s is %g':
    'das gespeicherte Training ist beschädigt: Eine Zahl seiner %1 ist %2',
  'the saved run is damaged: the checksum of its %s does not match':
    'das gespeicherte Training ist beschädigt: Die Prüfsumme seiner %1 stimmt nicht',
  weights: 'Gewichte',
  'first moments': 'ersten Momente',
  'second moments': 'zweiten Momente',
  'start weights': 'Gewichte vom Anfang',
  'best weights': 'besten Gewichte',
  'the saved run is damaged: bytes follow its end':
    'das gespeicherte Training ist beschädigt: Nach seinem Ende folgen Bytes',
  'the saved run is cut short: it ends after %zu bytes':
    'das gespeicherte Training ist abgeschnitten: Es endet nach %1 Bytes',
  'the saved run cannot be continued here: %s (%s there, "%s" here)':
    'das gespeicherte Training kann hier nicht weitergehen: %1 (dort %2, hier „%3“)',
  nothing: 'nichts',
  'its build of the engine is another': 'sein Rechenkern ist ein anderer',
  'its type of numbers is another': 'sein Zahlentyp ist ein anderer',
  'its encoder is another': 'sein Encoder ist ein anderer',
  'its head is another': 'sein Kopf ist ein anderer',
  'the sizes of its weights or its untrained pooler are others':
    'die Größen seiner Gewichte oder sein untrainierter Pooler sind andere',
  'its training rows are others, or are cut in another way':
    'seine Trainingszeilen sind andere oder werden anders gekürzt',
  'its validation rows are others, or are cut in another way':
    'seine Validierungszeilen sind andere oder werden anders gekürzt',
  'the saved run cannot be continued here: %s': 'das gespeicherte Training kann hier nicht weitergehen: %1',
  '%s%s is %s there and %s here': 'die Option %1%2 ist dort %3 und hier %4',
  'the saved run is damaged: its %s is out of place':
    'das gespeicherte Training ist beschädigt: Eine Angabe stimmt nicht, %1',
  'epoch, which comes after the run should have stopped,': 'epoch, denn das Training hätte davor enden müssen',
};
