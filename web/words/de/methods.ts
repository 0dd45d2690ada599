// SPDX-License-Identifier: Apache-2.0
import type { methods as English } from '../en/methods';

export const methods: typeof English = {
  full: 'Alles',
  layers: 'Letzte Schichten',
  bias: 'Bias und Normen',
  lora: 'Adapter (LoRA)',
  head: 'Nur der Kopf',
};
