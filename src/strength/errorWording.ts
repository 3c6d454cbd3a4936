import type { Ignorer, NodePath } from '@stryker-mutator/api/ignore';
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What a mutant here would change is how an error is worded, of which no clause says anything. */
const REASON = 'the wording of an error';

/** Constructors whose arguments are wording. */
const ERRORS = ['RangeError', 'TypeError'];

/** Leaves out the arguments of errors: no port can be asked for the text of one (spec/protocol.md). */
const errorWording: Ignorer = {
  shouldIgnore: (path) => (isError(path) ? REASON : undefined),
};

function isError(path: NodePath): boolean {
  const node: unknown = Reflect.get(path, 'node'); // a path of Babel's, of which Stryker's type says nothing
  if (typeof node !== 'object' || node === null || Reflect.get(node, 'type') !== 'NewExpression') return false;
  return ERRORS.includes(Object(Reflect.get(node, 'callee')).name);
}

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'error-wording', errorWording)];
