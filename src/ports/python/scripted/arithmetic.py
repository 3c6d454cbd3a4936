"""What an expression computes, as far as a role depends on it."""

import ast

from .tree import called, everywhere


def factors(node):
    """What a product is made of."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return factors(node.left) + factors(node.right)
    return [node]


def is_squared(node):
    """Whether something is squared, or multiplied by itself."""
    for n in everywhere(node):
        if isinstance(n, ast.BinOp):
            if isinstance(n.op, ast.Pow) and isinstance(n.right, ast.Constant) and n.right.value == 2:
                return True
            made = [ast.dump(f) for f in factors(n) if not isinstance(f, ast.Constant)]
            if len(set(made)) < len(made):
                return True
        if called(n) == 'pow' and isinstance(n.args[-1], ast.Constant) and n.args[-1].value == 2:
            return True
    return False


def is_root(node):
    """Whether a node takes a square root."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return isinstance(node.right, ast.Constant) and node.right.value == 0.5
    return called(node) == 'sqrt'
