// SPDX-License-Identifier: Apache-2.0
// Labelled controls. Each has an id, a label, a hint and, when wrong, a sentence tied to it.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface FieldProps {
  id: string;
  label: string;
  hint?: ComponentChildren | undefined;
  wrong?: string | undefined;
}

function Field({ id, label, hint, wrong, children }: FieldProps & { children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

const describedBy = (p: FieldProps) =>
  [p.wrong && `${p.id}-wrong`, p.hint && `${p.id}-hint`].filter(Boolean).join(' ') || undefined;

interface NumberProps extends FieldProps {
  value: number | string;
  onChange: (value: number) => void;
  min?: number | undefined;
  max?: number | undefined;
  step?: number | 'any' | undefined;
  placeholder?: string | undefined;
  disabled?: boolean | undefined;
}

export function NumberField(p: NumberProps) {
  // What is being typed, from the moment the field has the focus: a new default that arrives meanwhile must not write
  // over it, nor undo the selection that the next key replaces.
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <Field {...p}>
      <input
        id={p.id}
        class="input number"
        type="number"
        inputMode="decimal"
        value={draft ?? p.value}
        min={p.min}
        max={p.max}
        step={p.step ?? 1}
        placeholder={p.placeholder}
        disabled={p.disabled}
        aria-invalid={p.wrong ? true : undefined}
        aria-describedby={describedBy(p)}
        onFocus={(event) => setDraft(event.currentTarget.value)}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => setDraft(null)}
        onChange={(event) => {
          const number = event.currentTarget.valueAsNumber;
          setDraft(null);
          if (Number.isFinite(number)) p.onChange(number);
          else event.currentTarget.value = String(p.value);
        }}
      />
    </Field>
  );
}

interface RangeProps extends FieldProps {
  value: number;
  min: number;
  max: number;
  step?: number | undefined;
  shown: string;
  onInput: (value: number) => void;
}

export function RangeField(p: RangeProps) {
  return (
    <Field {...p} label={`${p.label}: ${p.shown}`}>
      <input
        id={p.id}
        type="range"
        value={p.value}
        min={p.min}
        max={p.max}
        step={p.step ?? 1}
        aria-valuetext={p.shown}
        aria-describedby={describedBy(p)}
        onInput={(event) => p.onInput(event.currentTarget.valueAsNumber)}
      />
    </Field>
  );
}

interface SelectProps extends FieldProps {
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
  disabled?: boolean | undefined;
}

export function SelectField(p: SelectProps) {
  return (
    <Field {...p}>
      <select
        id={p.id}
        class="input"
        disabled={p.disabled}
        aria-describedby={describedBy(p)}
        onChange={(event) => p.onChange(event.currentTarget.value)}
      >
        {p.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === p.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface TextProps extends FieldProps {
  value: string;
  onInput: (value: string) => void;
  rows?: number | undefined;
  inputMode?: 'text' | 'url' | undefined;
  placeholder?: string | undefined;
  /** Is not shown while it is typed. */
  secret?: boolean | undefined;
}

export function TextField(p: TextProps) {
  const shared = {
    id: p.id,
    class: 'input',
    dir: 'auto' as const,
    value: p.value,
    placeholder: p.placeholder,
    'aria-invalid': p.wrong ? true : undefined,
    'aria-describedby': describedBy(p),
  };
  return (
    <Field {...p}>
      {p.rows ? (
        <textarea {...shared} rows={p.rows} onInput={(event) => p.onInput(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          {...(p.secret ? { type: 'password' as const, autocomplete: 'off' } : {})}
          inputMode={p.inputMode}
          onInput={(event) => p.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface ChoiceProps<Value extends string> {
  name: string;
  legend: string;
  value: Value;
  /** `tag`: a word beside the label. */
  options: { value: Value; label: string; hint: ComponentChildren; tag?: string | undefined }[];
  onChange: (value: Value) => void;
  disabled?: boolean | undefined;
}

/** A radio group drawn as cards. */
export function ChoiceField<Value extends string>(p: ChoiceProps<Value>) {
  return (
    <fieldset class="field" disabled={p.disabled}>
      <legend>{p.legend}</legend>
      <div class="choices">
        {p.options.map((option) => (
          <label class="choice" key={option.value}>
            <input
              type="radio"
              name={p.name}
              value={option.value}
              checked={option.value === p.value}
              onChange={() => p.onChange(option.value)}
            />
            <strong>
              {option.label} {option.tag && <span class="tag on">{option.tag}</span>}
            </strong>
            <span class="hint">{option.hint}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
