"""The parts that a script plays its roles with, found by what they assign, call and loop over.

A role that is not found has a reason in its place: what was looked for, and the line that comes nearest.
"""

import ast

from .flatten import flattened, plain
from .tree import base, called, definition, everywhere, free, index, literal, own, parameters, read, stored

VALUE_METHODS = ('backward', '__add__', '__mul__')
GAUSS = ('gauss', 'normalvariate')


class Missing(Exception):
    """A role that was not found; the message says what was looked for."""


def of_type(nodes, kind):
    return [n for n in nodes if isinstance(n, kind)]


def stands(node):
    return '' if node is None else '; the nearest is line %d' % node.lineno


class Roles:
    """The roles of a script; each is found when it is asked for, and Missing is raised where it is not."""

    def __init__(self, tree):
        self.value = self._value(tree)
        self.top = flattened(tree)
        self.functions = {name: d for s in own(self.top) for d in [definition(s)]
                          if isinstance(d, (ast.FunctionDef, ast.Lambda)) for name in stored(s)}
        self._found = {}

    def __getattr__(self, name):
        """The role of this name, from the method that looks for it."""
        if name.startswith('_'):
            raise AttributeError(name)
        if name not in self._found:
            try:
                self._found[name] = getattr(type(self), '_' + name)(self)
            except Missing as missing:
                self._found[name] = missing
        if isinstance(self._found[name], Missing):
            raise self._found[name]
        return self._found[name]

    @staticmethod
    def _value(tree):
        classes = of_type(ast.walk(tree), ast.ClassDef)
        for c in classes:
            methods = {f.name for f in c.body if isinstance(f, ast.FunctionDef)} | stored(c.body)
            if methods.issuperset(VALUE_METHODS):
                return c
        raise Missing('no class defines %s%s' % (', '.join(VALUE_METHODS), stands(classes[0] if classes else None)))

    # Functions

    def _linear(self):
        return self._function('linear', 2, lambda f: False)

    def _softmax(self):
        return self._function('softmax', 1, lambda f: any(called(n) == 'exp' for n in everywhere(f)))

    def _rmsnorm(self):
        return self._function('rmsnorm', 1, lambda f: any(isinstance(n, ast.Pow) for n in everywhere(f)))

    def _function(self, name, required, fits):
        """The function of that name, or the only one of the kind."""
        named = [n for n in self.functions if plain(n).lower().replace('_', '').lstrip('_') == name]
        fitting = [n for n, f in self.functions.items() if isinstance(f, ast.FunctionDef) and fits(f)]
        for n in named or (fitting if len(fitting) == 1 else []):
            f = self.functions[n]
            if len(f.args.args) - len(f.args.defaults) == required:
                return n
        near = self.functions[named[0]] if named else None
        raise Missing('no function %s with %d required parameter%s%s'
                      % (name, required, 's' if required > 1 else '', stands(near)))

    def words(self, name, seen=()):
        """The strings in a function and in those that it calls."""
        f = self.functions.get(name)
        if f is None or name in seen:
            return ''
        inner = {called(n) for n in everywhere(f)} - {None}
        return ' '.join([literal(f)] + [self.words(n, seen + (name,)) for n in sorted(inner)])

    def is_model(self, call):
        words = self.words(called(call)) if isinstance(getattr(call, 'func', None), ast.Name) else ''
        return 'wte' in words and 'attn' in words

    # The model

    def _state(self):
        """The name of the parameters by name."""
        for s in self.top:
            if isinstance(s, (ast.Assign, ast.AnnAssign)) and isinstance(s.value, ast.Dict):
                if any(k is not None and literal(k) == 'wte' for k in s.value.keys):
                    return sorted(stored(s))[0]
        for n in own(self.top):
            if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Store) and literal(index(n)) == 'wte' and base(n):
                return base(n)
        near = [n for n in everywhere(self.top) if isinstance(n, ast.Constant) and n.value == 'wte']
        raise Missing("no parameters by name: nothing at the top is given an entry 'wte'"
                      + stands(near[0] if near else None))

    def _keyed(self):
        """The expressions that the parameters are made with, each with the expression of its key."""
        found = []
        for n in own(self.top):
            if isinstance(n, ast.Dict) and any(k is not None and literal(k) == 'wte' for k in n.keys):
                found += [(k, v) for k, v in zip(n.keys, n.values) if k is not None]
            elif isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Subscript):
                if base(n.targets[0]) == self.state:
                    found.append((index(n.targets[0]), n.value))
        return found

    def _entries(self):
        """The same with the words of each key."""
        return [(literal(key), value) for key, value in self.keyed]

    def entry(self, key):
        """The rows and the columns of a matrix, as expressions."""
        for name, value in self.entries:
            if name == key:
                if isinstance(value, ast.Call) and len(value.args) > 1:
                    return value.args[:2]
                ranges = [n.iter.args[-1] for n in everywhere(value) if isinstance(n, ast.comprehension)
                          and called(n.iter) == 'range']
                if len(ranges) == 2:
                    return ranges
        raise Missing("no matrix '%s' with its rows and columns as the first two arguments" % key)

    # Training

    def _training(self):
        """The loop that trains."""
        loops = [s for s in self.top if isinstance(s, ast.For) and any(map(self._goes_back, s.body))]
        if loops:
            return loops[-1]
        near = [n for n in everywhere(self.top) if called(n) == 'backward']
        raise Missing('no loop that trains: a `for` whose body has `loss.backward()` as a statement'
                      + stands(near[-1] if near else None))

    @staticmethod
    def _goes_back(s):
        return isinstance(s, ast.Expr) and called(s.value) == 'backward' and base(s.value.func)

    def _back(self):
        """Where in the body of the training loop the gradient is taken."""
        return [i for i, s in enumerate(self.training.body) if self._goes_back(s)][0]

    def _step(self):
        """The name of the step."""
        target = self.training.target
        if isinstance(target, ast.Name):
            return target.id
        raise Missing('the variable of the loop that trains is no name (line %d)' % target.lineno)

    def _loss(self):
        """The name of the loss."""
        return base(self.training.body[self.back].value.func)

    def _forward(self):
        """The loop over positions, in which the model is called."""
        return self._calling(self.training.body[:self.back], 'the losses of a document', self.training)

    def _model(self):
        """The model's call in training."""
        return [n for n in everywhere(self.forward) if self.is_model(n)][0]

    def _calling(self, statements, what, near):
        for s in own(statements):
            if isinstance(s, (ast.For, ast.While)) and any(map(self.is_model, own(s.body))):
                inner = [n for n in own(s.body) if isinstance(n, ast.For) and any(map(self.is_model, own(n)))]
                if not inner:
                    return s
        raise Missing("no loop that calls the model, a function of state_dict['wte'] and attn_wq, for %s%s"
                      % (what, stands(near)))

    def _position_loss(self):
        """The expression of one position's loss: what is collected for the mean, or added up for it."""
        summed = [n for s in self.training.body[:self.back] for n in own(s) if called(n) == 'sum']
        lists = {base(a) for n in summed for a in n.args[:1]} - {None}
        for n in own(self.forward):
            if called(n) == 'append' and base(n.func) in lists:
                return n.args[0]
        for n in own(self.forward):
            if isinstance(n, ast.AugAssign) and isinstance(n.op, ast.Add) and isinstance(n.target, ast.Name):
                if not isinstance(n.value, ast.Constant):
                    return n.value
            if isinstance(n, ast.Assign) and isinstance(n.value, ast.BinOp) and isinstance(n.value.op, ast.Add):
                if base(n.targets[0]) == base(n.value.left) is not None:
                    return n.value.right
        raise Missing("no loss of a position: what is appended to the list that the mean is of" + stands(self.forward))

    def _target(self):
        """In the loop over positions, the probability of the target: `probs[target]`."""
        made = {n for s in own(self.forward) if isinstance(s, ast.Assign) and called(s.value) == self.softmax
                for n in stored(s)}
        for n in own(self.forward):
            if isinstance(n, ast.Subscript) and isinstance(n.value, ast.Name) and n.value.id in made:
                return n
        raise Missing('no probability of the target: a subscript of what softmax gave' + stands(self.forward))

    def _tokens(self):
        """The name of a document's tokens."""
        for s in self.training.body[:self.back]:
            if isinstance(s, ast.Assign) and isinstance(s.value, ast.BinOp) and isinstance(s.value.left, ast.BinOp):
                if isinstance(s.value.left.left, ast.List) and isinstance(s.value.right, ast.List):
                    return sorted(stored(s))[0]
        assigned = stored(self.training.body[:self.back])
        for n in everywhere(self.training.body[:self.back]):
            if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Sub) and called(n.left) == 'len':
                if base(n.left.args[0]) in assigned:
                    return base(n.left.args[0])
        raise Missing("no tokens of a document: `[BOS] + [...] + [BOS]`, or `len(tokens) - 1`" + stands(self.training))

    # The optimizer

    def _updates(self):
        """The statements behind the gradient that give parameters other data or gradients."""
        behind = self.training.body[self.back + 1:]
        found = [s for s in behind if any(isinstance(n, ast.Attribute) and not isinstance(n.ctx, ast.Load)
                                          and n.attr in ('data', 'grad') for n in own(s))]
        if any(n.attr == 'data' for s in found for n in own(s) if isinstance(n, ast.Attribute)
               and not isinstance(n.ctx, ast.Load)):
            return found
        raise Missing('no optimizer: a statement behind `backward()` that sets `.data`' + stands(self.training))

    def _params(self):
        """The name of the parameters that the optimizer goes through."""
        for s in self.updates:
            for n in own(s):
                if isinstance(n, ast.For):
                    names = [m.id for m in own(n.iter) if isinstance(m, ast.Name)]
                    listed = [m for m in names if m not in ('enumerate', 'zip', 'range', 'len')]
                    if listed:
                        return listed[0]
        raise Missing('no parameters: the list that the optimizer goes through' + stands(self.updates[0]))

    # Inference

    def _sampling(self):
        """The loop over samples."""
        loops = [s for s in self.top if isinstance(s, ast.For) and s is not self._quietly('training')
                 and any(called(n) == 'choices' for n in own(s)) and any(self.is_model(n) for n in everywhere(s))]
        if loops:
            return loops[-1]
        near = [n for n in everywhere(self.top) if called(n) == 'choices']
        raise Missing('no loop that samples: a `for` that calls the model and `choices`' + stands(near[-1] if near else None))

    def _quietly(self, role):
        try:
            return getattr(self, role)
        except Missing:
            return None

    def _drawing(self):
        """The loop over the positions of a sample."""
        loops = [n for n in own(self.sampling.body) if isinstance(n, (ast.For, ast.While))
                 and any(called(m) == 'choices' for m in own(n.body))]
        if loops:
            return loops[-1]
        raise Missing('no loop over the positions of a sample' + stands(self.sampling))

    def _choice(self):
        """The call that draws a token."""
        return [n for n in own(self.drawing) if called(n) == 'choices'][-1]

    def _scaled(self):
        """The model's call in the loop over the positions of a sample."""
        calls = [n for n in everywhere(self.drawing) if self.is_model(n)]
        if calls:
            return calls[-1]
        raise Missing('no call of the model where a token is drawn' + stands(self.drawing))

    def _sample(self):
        """The name of what a sample is put together in."""
        drawn = self.drawing
        for n in own(drawn):
            if called(n) in ('append', 'extend') and base(n.func) in stored(self.sampling.body):
                return base(n.func)
        for n in own(drawn):
            if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name) and isinstance(n.op, ast.Add):
                return n.target.id
        raise Missing('no text of a sample: what a drawn character is appended or added to' + stands(drawn))

    # Documents and their characters

    def _docs(self):
        """The name of the documents, and the number of statements behind which they are read and not yet shuffled."""
        for i, s in enumerate(self.top):
            for n in own(s) if isinstance(s, ast.Expr) else ():
                if called(n) == 'shuffle' and isinstance(n.args[0], ast.Name):
                    return n.args[0].id, i
        where, name = self.joined
        return name, where

    def _trained(self):
        """The name of the documents that the loop that trains goes through: `docs[step % len(docs)]`."""
        for n in own(self.training.body[:self.back]):
            if isinstance(n, ast.Subscript) and isinstance(n.value, ast.Name):
                if any(called(m) == 'len' and base(m.args[0]) == n.value.id for m in everywhere(index(n))):
                    return n.value.id
        return self.docs[0]

    def _joined(self):
        """The statement of the vocabulary, and the name of the documents in it."""
        for i, s in enumerate(self.top):
            for n in own(s):
                if called(n) == 'sorted' and any(called(a) == 'set' for a in n.args):
                    names = sorted(free(n) - {'sorted', 'set', 'list'})
                    return i, (names + [''])[0]
        raise Missing('no vocabulary: `sorted(set(...))` of the documents at the top')

    def _uchars(self):
        """The expression of the characters."""
        for n in own(self.top):
            if called(n) == 'sorted' and any(called(a) == 'set' for a in n.args):
                return n
        raise Missing('no vocabulary: `sorted(set(...))` of the documents at the top')

    def _bos(self):
        """The expression of BOS: what stands before and behind a document's tokens."""
        for s in everywhere(self.top):
            if isinstance(s, ast.BinOp) and isinstance(s.left, ast.List) and len(s.left.elts) == 1:
                if isinstance(s.left.elts[0], ast.Name):
                    return s.left.elts[0].id
        named = [n.id for n in everywhere(self.top) if isinstance(n, ast.Name) and plain(n.id).upper() == 'BOS']
        if named:
            return named[0]
        raise Missing('no BOS: `[BOS] + [...] + [BOS]`')
