"""The roles of documents, their characters and BOS."""

import ast

from .flatten import plain
from .looking import Looking, Missing
from .tree import base, called, everywhere, free, index, own


class TextRoles(Looking):
    """Each method looks for the role of its name."""

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
