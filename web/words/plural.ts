// SPDX-License-Identifier: Apache-2.0
// A number with what it counts, in the forms of the language.
import { count } from '../ui/format';
import { perLocale } from './locale';

/** By the categories of Intl.PluralRules. English and German have `one` and `other`; "#" stands for the number. */
type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

const rules = perLocale((locale) => new Intl.PluralRules(locale));

export const plural = (n: number, forms: Forms): string =>
  (forms[rules().select(Math.round(n))] ?? forms.other).replace('#', count(n));
