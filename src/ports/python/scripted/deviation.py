"""The deviation with which the matrices are drawn: where it gets a name, to be imposed (parameters.3)."""

import ast

from .looking import GAUSS, Missing
from .tree import called, everywhere, parameters, read

RESIDUAL = ('attn_wo', 'mlp_fc2')
STD = '__std'


class Deviation:
    """A part of Constants, which has the roles, and collects nodes that a name stands for."""

    def _find_std(self):
        """Where the normal numbers of the matrices are drawn, and with which deviation."""
        entries = self._roles.entries
        functions = self._roles.functions
        makers = [functions[n] for n in sorted({called(v) for _, v in entries} & set(functions))]
        draws = [(n, m) for m in makers for n in everywhere(m) if called(n) in GAUSS and len(n.args) == 2]
        draws += [(n, None) for _, v in entries for n in everywhere(v) if called(n) in GAUSS and len(n.args) == 2]
        if not draws:
            raise Missing('no normal numbers: `random.gauss(0, std)` where the matrices are made')
        for draw, maker in draws:
            self._deviate(draw.args[1], maker)

    def _deviate(self, sigma, maker):
        """The name of the deviation in the place of what a draw has for it, or of its maker's parameter within that."""
        listed = parameters(maker) if maker is not None else []
        inside = [n for n in everywhere(sigma) if isinstance(n, ast.Name) and n.id in listed]
        if not inside:
            if isinstance(sigma, ast.BinOp):
                raise Missing('no name for std (line %d)' % sigma.lineno)
            self._now[sigma] = read(STD, sigma)
            return
        name = inside[0].id
        place = listed.index(name)
        defaults = dict(zip(reversed(listed[:len(maker.args.args)]), reversed(maker.args.defaults)))
        defaults.update({a.arg: d for a, d in zip(maker.args.kwonlyargs, maker.args.kw_defaults) if d})
        passed = [(key, call, [a for i, a in enumerate(call.args) if i == place]
                   + [k.value for k in call.keywords if k.arg == name])
                  for key, call in self._roles.entries if isinstance(call, ast.Call)]
        for key, _, values in passed:
            if values and (key.endswith(RESIDUAL) or name not in defaults):
                self._now[values[0]] = ast.copy_location(ast.Constant(value=None), values[0])
        if name in defaults:
            self._now[defaults[name]] = ast.copy_location(ast.Constant(value=None), defaults[name])
        for n in inside:
            given = ast.Compare(left=n, ops=[ast.Is()], comparators=[ast.Constant(value=None)])
            choice = ast.IfExp(test=given, body=read(STD, n), orelse=n)
            self._now[n] = ast.copy_location(choice, n)
