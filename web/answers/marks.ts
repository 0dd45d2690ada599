// SPDX-License-Identifier: Apache-2.0
// Spans of the file and spans of the model in one text: found, missed, invented, or called otherwise.
import type { Example } from '../read/table';
import { entitiesOf } from '../rows/tags';
import type { FoundSpan } from './predictions';

export interface Mark {
  /** Code points [start, end) of the text. */
  start: number;
  end: number;
  /** `other`: both have a span here, of other borders or another label. */
  kind: 'right' | 'missed' | 'invented' | 'other';
  /** Of the file and of the model; '' where it has none. */
  truth: string;
  said: string;
}

interface Piece {
  start: number;
  end: number;
  label: string;
}

const covering = (pieces: Piece[], start: number, end: number) =>
  pieces.find((piece) => piece.start <= start && piece.end >= end);

/** They rise and do not overlap: a text is cut where any span begins or ends. */
export function marksOf({ words = [], tags = [] }: Pick<Example, 'words' | 'tags'>, found: FoundSpan[]): Mark[] {
  const truth = entitiesOf(tags).map(({ type, first, end }) => ({
    label: type,
    start: words[first]![0],
    end: words[end - 1]![1],
  }));
  const borders = [...new Set([...truth, ...found].flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const marks: Mark[] = [];
  borders.slice(1).forEach((end, i) => {
    const start = borders[i]!;
    const [a, b] = [covering(truth, start, end), covering(found, start, end)];
    if (!a && !b) return;
    const same = a && b && a.start === b.start && a.end === b.end && a.label === b.label;
    const kind = same ? 'right' : a && b ? 'other' : a ? 'missed' : 'invented';
    marks.push({ start, end, kind, truth: a?.label ?? '', said: b?.label ?? '' });
  });
  return marks;
}
