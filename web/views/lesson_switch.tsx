// SPDX-License-Identifier: Apache-2.0
// Opens the lesson, at the chapter of the step that is open, and closes it. Its name stays, and so does what is beside
// it.
import { closeLesson, lesson } from '../state/lesson';
import { openStep } from '../state/steps';
import { Button } from '../ui/button';
import { words } from '../words';

export function LessonSwitch() {
  const open = lesson.value.chapter !== null;
  return (
    <Button
      kind="quiet"
      expanded={open}
      onClick={() => (open ? closeLesson() : (lesson.value = { ...lesson.value, chapter: openStep.value }))}
    >
      {words.shell.lesson}
    </Button>
  );
}
