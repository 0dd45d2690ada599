// SPDX-License-Identifier: Apache-2.0
// Finds words for people in source text: in JSX, in attributes that are shown or read out, and in strings that look
// like a sentence or a name.
import ts from 'typescript';

/** Attributes that nobody reads. */
const HIDDEN =
  /^(class|id|scope|href|src|target|rel|d|viewBox|type|kind|role|name|value|step|place|style|fill|stroke.*|transform|points|text-anchor|accept|inputMode|for|lang|dir|list|key|placeholder|shape-rendering|aria-(hidden|current|live|controls|describedby|labelledby|atomic|haspopup|orientation|multiselectable))$/;

/** Names, and what style sheets and canvases read. */
const NO_SENTENCE = /^(· )?(Tabtune|Apache-2\.0)$|^color-mix\(|^\d+px |^#[\w-]+ /;

const WORDS = /\p{L}{2,},? \p{L}{2,}/u;
const NAME = /^\p{Lu}\p{Ll}+([ :…,.].*)?$/u;

const isCompared = (node: ts.Node) =>
  (ts.isBinaryExpression(node.parent) && /^[!=]==?$/.test(node.parent.operatorToken.getText())) ||
  ts.isCaseClause(node.parent);

/** Imports, types, keys, and arguments that are no text. */
const isSilent = (node: ts.Node): boolean =>
  ts.isImportDeclaration(node.parent) ||
  ts.isExportDeclaration(node.parent) ||
  ts.isLiteralTypeNode(node.parent) ||
  ts.isElementAccessExpression(node.parent) ||
  (ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
  (ts.isCallExpression(node.parent) &&
    /(^import$|matchMedia|querySelector|closest|matches|Event$)/.test(node.parent.expression.getText())) ||
  (ts.isNewExpression(node.parent) && /Event$/.test(node.parent.expression.getText()));

function isHidden(node: ts.Node): boolean {
  for (let at: ts.Node = node; at.parent; at = at.parent)
    if (ts.isJsxAttribute(at)) return HIDDEN.test(at.name.getText());
    else if (ts.isJsxElement(at) || ts.isArrowFunction(at)) return false;
  return false;
}

const inAttribute = (node: ts.Node) => ts.isJsxAttribute(node.parent);

export function sentencesIn(file: string, code: string): string[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) {
      if (/\p{L}{2,}/u.test(node.text)) found.push(node.text.trim());
    } else if (ts.isStringLiteralLike(node)) {
      const shown =
        WORDS.test(node.text) || NAME.test(node.text) || (inAttribute(node) && /\p{L}{2,}/u.test(node.text));
      if (shown && !isCompared(node) && !isSilent(node) && !isHidden(node)) found.push(node.text);
    } else if (ts.isTemplateExpression(node)) {
      const text = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('#');
      if ((WORDS.test(text) || / \p{L}{2,}|\p{L}{2,} /u.test(text)) && !isHidden(node)) found.push(text);
      node.templateSpans.forEach((span) => visit(span.expression));
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((text) => !NO_SENTENCE.test(text));
}
