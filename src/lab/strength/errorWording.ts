import type { Ignorer, NodePath } from '@stryker-mutator/api/ignore';
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What a mutant here would change is how an error is worded, of which no clause says anything. */
const REASON = 'the wording of an error';

/** Constructors whose arguments are wording. */
const ERRORS = ['RangeError', 'TypeError'];

/** Functions that word an error from their texts: the name of a constant or an argument, what is wanted, or the clause. */
const WORDING = ['reject', 'requireInteger', 'rowOf', 'notEmpty'];

/** Leaves out the arguments of errors: no port can be asked for the text of one (spec/protocol.md). */
const errorWording: Ignorer = {
  shouldIgnore: (path) => (isError(path) || isWording(path) ? REASON : undefined),
};

function isError(path: NodePath): boolean {
  const node = nodeOf(path, 'node');
  return node.type === 'NewExpression' && ERRORS.includes(Object(node.callee).name);
}

function isWording(path: NodePath): boolean {
  const [node, parent] = [nodeOf(path, 'node'), nodeOf(path, 'parent')];
  const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
  return isText && parent.type === 'CallExpression' && WORDING.includes(Object(parent.callee).name);
}

/** A node of Babel's tree, of which Stryker's type of a path says nothing. */
function nodeOf(path: NodePath, which: 'node' | 'parent'): { readonly type?: unknown; readonly callee?: unknown } {
  return Object(Reflect.get(path, which));
}

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'error-wording', errorWording)];
