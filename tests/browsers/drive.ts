// SPDX-License-Identifier: Apache-2.0
// Steps of a journey, made of expressions in the page, so that every driver can take them.
import { until, type Tab } from './tab';

export const text = (selector: string) => `(document.querySelector(${JSON.stringify(selector)})?.innerText ?? '')`;
export const element = (selector: string) => `document.querySelector(${JSON.stringify(selector)})`;
export const region = (name: string) =>
  `[...document.querySelectorAll('section')].find((one) => one.querySelector('h2, h3')?.textContent.startsWith(${JSON.stringify(name)}))`;
export const button = (name: string) =>
  `[...document.querySelectorAll('button')].find((one) => one.textContent.includes(${JSON.stringify(name)}))`;

export function drive(tab: Tab) {
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const holds = (what: string, expression: string, most?: number) => {
    console.error(`  ${seconds().toFixed(0)} s: ${what}`);
    return until(what, () => tab.run<string | boolean | number>(`(${expression}) || null`), most);
  };
  const click = async (what: string, expression: string) => {
    await holds(what, `(${expression}) && !(${expression}).disabled`);
    await tab.run(`(${expression}).click()`);
  };
  const step = (name: string) => click(`the step ${name}`, element(`.stepper a[href="#${name}"]`));
  /** From an encoder to a head that was tested; rows are there. */
  const trainHead = async () => {
    await step('load');
    await holds('an encoder', region('What is inside'));
    await step('train');
    await click('the method head', element('input[name="method"][value="head"]'));
    await click('a plan', element('#start'));
    await holds('a trained head', `/Trained with|The head was fitted/.test(${text('main')})`, 600);
    await step('evaluate');
    await click('the test', element('#evaluate'));
    await holds('figures', region('Test metrics'));
  };
  const tryText = async (words: string) => {
    await step('try');
    await holds('a field', element('#try-text'));
    await tab.run(
      `(() => { const field = ${element('#try-text')};
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, ${JSON.stringify(words)});
      field.dispatchEvent(new Event('input', { bubbles: true })); })()`,
    );
    return String(await holds('an answer', text('.verdict')));
  };
  return { seconds, holds, click, step, trainHead, tryText };
}
