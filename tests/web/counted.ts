// SPDX-License-Identifier: Apache-2.0
// Every sentence of the tables that takes a number, written with 0, 1 and 2, and the faults of number and noun that a
// reader sees: "1 rows", "2 row", "all 1 row", "1 row are".
import { join } from 'node:path';
import ts from 'typescript';

const MOST_WAYS = 800;

export type Values = unknown[][];

/** A few values of a type: of a number 0, 1 and 2. */
function valuesOf(type: ts.Type, checker: ts.TypeChecker, depth = 0): unknown[] {
  const inner = (one: ts.Type) => valuesOf(one, checker, depth + 1);
  if (type.flags & ts.TypeFlags.NumberLike) return type.isNumberLiteral() ? [type.value] : [1, 2, 0];
  if (type.isStringLiteral()) return [type.value];
  if (type.flags & ts.TypeFlags.BooleanLiteral) return [checker.typeToString(type) === 'true'];
  if (type.isUnion()) return type.types.flatMap(inner);
  if (type.flags & ts.TypeFlags.StringLike) return ['x'];
  if (type.flags & ts.TypeFlags.Null) return [null];
  if (type.flags & ts.TypeFlags.Undefined) return [undefined];
  if (type.getCallSignatures().length) return [() => 'x'];
  if (depth > 4) return [undefined];
  const shown = type.getProperty('shown');
  if (shown && type.getProperty('more'))
    return [
      { shown: ['x'], more: 0 },
      { shown: ['x', 'y'], more: 1 },
      { shown: ['x', 'y'], more: 2 },
    ];
  if (checker.isTupleType(type))
    return [checker.getTypeArguments(type as ts.TypeReference).map((one) => inner(one)[0])];
  if (checker.isArrayType(type)) {
    const [first, second = first] = inner(checker.getTypeArguments(type as ts.TypeReference)[0]!);
    return [[first], [first, second], []];
  }
  const properties = type.getProperties().map((each) => [each.name, inner(checker.getTypeOfSymbol(each))] as const);
  return [Object.fromEntries(properties.map(([name, values]) => [name, values[0]]))];
}

/** One after the other where all ways together are too many. */
function ways(lists: Values): Values {
  const all = lists.reduce((product, { length }) => product * length, 1);
  if (all <= MOST_WAYS)
    return lists.reduce<Values>((rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])), [[]]);
  return lists.flatMap((list, i) => list.map((value) => lists.map((other, k) => (k === i ? value : other[0]))));
}

/** Of each entry of these files that takes a number, by its path from the room on: the values to write it with. */
export function countedEntries(files: string[]): Map<string, Values> {
  const program = ts.createProgram(
    files.map((file) => join(process.cwd(), file)),
    {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      skipLibCheck: true,
      types: [],
    },
  );
  const checker = program.getTypeChecker();
  const found = new Map<string, Values>();
  const walk = (type: ts.Type, path: string) => {
    const [call] = type.getCallSignatures();
    if (call) {
      const lists = call.parameters.map((one) => valuesOf(checker.getTypeOfSymbol(one), checker));
      if (/:1[,}\]]/.test(`${JSON.stringify({ lists })}`) || lists.some((list) => list.includes(1)))
        found.set(path, ways(lists));
    } else if (type.flags & ts.TypeFlags.Object && !checker.isArrayType(type))
      for (const each of type.getProperties())
        walk(checker.getTypeOfSymbol(each), path ? `${path}.${each.name}` : each.name);
  };
  for (const file of files) {
    const source = program.getSourceFile(join(process.cwd(), file))!;
    for (const room of checker.getExportsOfModule(checker.getSymbolAtLocation(source)!))
      if (room.flags & ts.SymbolFlags.Variable) walk(checker.getTypeOfSymbol(room), room.name);
  }
  return found;
}

/** Words that end as a plural does and are none. */
const NO_PLURAL =
  'less|loss|class|pass|this|its|is|was|has|as|us|process|address|series|plus|versus|always|words?|times';
const FAULTS: Record<string, RegExp[]> = {
  en: [
    new RegExp(
      `(?<![\\d.,–-])1 (?:(?:new|more|training|validation|test|different|other|largest) )*(?!(?:${NO_PLURAL})\\b)\\p{L}+s\\b(?<!ss)`,
      'u',
    ),
    /(?<![\d.,])[02] (?:new |more |training |test |validation |different )?(?:row|label|text|token|word|epoch|step|run|model|file|column|value|type|update|seed|span|pair|number|edit|question|example|character|second|minute|hour|update|batch|thread|text|piece|layer|project|copy|one)\b/,
    /\b(?:all|the|these|of the|both|last|first|next) 1 \p{L}/iu,
    /(?<![\d.,]|of |and )1 (?:\p{Ll}+ )?(?:row|label|text|token|word|file|column|type|span|model|run)s? (?:of \d+ )?(?:are|were|have|do|say|them)\b/u,
    /(?<![\d.,])[02] (?:\p{Ll}+ )?(?:rows|labels|texts|tokens|words|files|columns|types|spans|models|runs) (?:is|was|has|does)\b/u,
  ],
  de: [
    /(?<![\d.,–-])1 (?:(?!je )\p{Ll}+e[nrs]? )?(?:\p{Lu}\p{L}*)?(?:[zZ]eilen|[lL]abels|[tT]exte|[tT]okens|[wW]örter|[eE]pochen|[sS]chritte|[lL]äufe|[mM]odelle|[dD]ateien|[sS]palten|[wW]erte|[tT]ypen|[sS]tellen|[pP]aare|[zZ]ahlen|[bB]eispiele|[sS]ekunden|[mM]inuten|[sS]tunden|[sS]chichten|[pP]rojekte|[kK]opien|[aA]ntworten|[fF]ragen|[äÄ]nderungen|[gG]ruppen|[tT]rainings|[sS]tücke|[lL]abeln|[sS]pans|[tT]exten|[sS]chritten|[wW]örtern|[mM]odellen|[lL]äufen|[wW]erten)(?!\p{L})/u,
    /(?<![\d.,])[02] (?:(?!je )\p{Ll}+e[nrs]? )?(?:\p{Lu}\p{L}*)?(?:[zZ]eile|[lL]abel|[tT]ext|[wW]ort|[eE]poche|[sS]chritt|[lL]auf|[mM]odell|[dD]atei|[sS]palte|[wW]ert|[tT]yp|[zZ]ahl|[sS]ekunde|[mM]inute)(?!\p{L})/u,
    /(?<!\p{L})(?:alle|die|den|der|das|diese|letzten?|ersten?|nächsten?|beiden?) 1 \p{L}/iu,
    /(?:^|[.:;] )1 (?:(?!je )\p{Ll}+e[nrs]? )?\p{Lu}\p{L}+ (?:von \d+ )?(?:sind|waren|haben|wurden|werden)(?!\p{L})/u,
    /(?:^|[.:;] )[02] (?:(?!je )\p{Ll}+e[nrs]? )?\p{Lu}\p{L}+ (?:von \d+ )?(?:ist|war|hat|wurde|wird)(?!\p{L})/u,
  ],
};

export const faultsOf = (language: string, text: string): string[] =>
  FAULTS[language]!.flatMap((fault) => fault.exec(text)?.[0] ?? []);
