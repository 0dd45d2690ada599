// SPDX-License-Identifier: Apache-2.0
// Data of the user that others took the place of.
import { asides, dropAside, nameNow } from '../../state/data';
import { goBack } from '../../state/asides';
import { Button } from '../../ui/button';
import { marked } from '../../ui/marked';
import { Notice } from '../../ui/notice';
import { words } from '../../words';

/** Edits are work: the data that had them can be had again. */
export function Asides() {
  return (
    <>
      {asides.value.map((one, i) => (
        <Notice key={i}>
          {marked(words.rows.aside('<name/>', one.values.edits.at), {
            name: <bdi>{nameNow(one.main)}</bdi>,
            back: (text) => <Button onClick={() => goBack(one)}>{text}</Button>,
            forget: (text) => (
              <Button kind="quiet" onClick={() => dropAside(one)}>
                {text}
              </Button>
            ),
          })}
        </Notice>
      ))}
    </>
  );
}
