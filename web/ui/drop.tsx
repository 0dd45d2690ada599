// SPDX-License-Identifier: Apache-2.0
// A place to drop files, with a button that opens the chooser: the same for mouse, touch and keyboard.
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Button } from './button';
import { droppedFiles } from './dropped_files';

interface Props {
  id: string;
  button: string;
  hint: ComponentChildren;
  accept?: string | undefined;
  multiple?: boolean | undefined;
  /** Choose a folder instead of files; dropping takes both in any case. */
  folder?: boolean | undefined;
  onFiles: (files: File[]) => void;
  children?: ComponentChildren | undefined;
}

export function Drop({ id, button, hint, accept, multiple, folder, onFiles, children }: Props) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const stop = (event: Event, entered: boolean) => {
    event.preventDefault();
    setOver(entered);
  };
  return (
    <div
      class={`drop ${over ? 'over' : ''}`}
      onDragOver={(event) => stop(event, true)}
      onDragLeave={(event) => stop(event, false)}
      onDrop={async (event) => {
        stop(event, false);
        const files = event.dataTransfer ? await droppedFiles(event.dataTransfer) : [];
        if (files.length) onFiles(files);
      }}
    >
      <input
        ref={input}
        id={id}
        class="visually-hidden"
        type="file"
        tabIndex={-1}
        aria-label={button}
        accept={accept}
        multiple={multiple || folder}
        {...(folder ? { webkitdirectory: true } : {})}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same file chosen again must count as a change.
          event.currentTarget.value = '';
          if (files.length) onFiles(files);
        }}
      />
      <div class="row">
        <Button onClick={() => input.current?.click()}>{button}</Button>
        {children}
      </div>
      <p class="hint">{hint}</p>
    </div>
  );
}
