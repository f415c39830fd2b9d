"""Can the code be read? python .ci/lines.py

Notebook cells and the scripts of .ci: no line of code over 110 columns (tutorials: 100), no ';' but the last
character of a cell, no nonlocal, no attribute set on a function, no list used as a variable, no conditional
expression in another; an exported cell has at most 60 lines. Prints what it found."""
import ast, io, sys, tokenize
from pathlib import Path
import nbformat

top = Path(__file__).resolve().parent.parent
WIDE, TUTORIAL, CELL = 110, 100, 60

def code_of(source):
    "The cell without what only IPython understands"
    lines = source.split('\n')
    return '\n'.join('' if l.lstrip().startswith(('%','!')) else l for l in lines)

def semicolons(source):
    "Statements that share a line; the last character of a cell may be one, it hushes a plot"
    tokens = tokenize.generate_tokens(io.StringIO(source.rstrip().removesuffix(';')).readline)
    return [t.start[0] for t in tokens if t.type==tokenize.OP and t.string==';']

def remembered(tree):
    "State where it does not belong: (line, what)"
    functions = {n.name for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Nonlocal): yield node.lineno, 'nonlocal'
        if isinstance(node, ast.IfExp) and any(isinstance(c, ast.IfExp) for c in (node.body, node.orelse)):
            yield node.lineno, 'a conditional expression in another'
        for target in getattr(node, 'targets', []):
            yield from assigned(target, functions)

def assigned(target, functions):
    name = getattr(getattr(target, 'value', None), 'id', None)
    if isinstance(target, ast.Attribute) and name in functions:
        yield target.lineno, f'an attribute is set on the function {name}'
    if not (name and isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Slice)): return
    if target.slice.lower is None and target.slice.upper is None:
        yield target.lineno, f'the list {name} is used as a variable'

def faults(source, wide):
    "(line, what) of a piece of code"
    for number, line in enumerate(source.split('\n'), 1):
        if len(line)>wide: yield number, f'{len(line)} columns'
    for number in semicolons(source): yield number, 'two statements share a line'
    yield from remembered(ast.parse(source))

def pieces():
    "(where, code, widest line allowed)"
    for path in [*sorted((top/'.ci').glob('*.py')), top/'setup.py', top/'attexplore_nb/__init__.py']:
        yield str(path.relative_to(top)), path.read_text(encoding='utf-8'), WIDE
    for path in sorted((top/'nbs').rglob('*.ipynb')):
        for i, cell in enumerate(nbformat.read(path, 4).cells):
            if cell.cell_type!='code' or '%%' in cell.source[:2]: continue
            wide = TUTORIAL if 'tutorials' in path.parts else WIDE
            yield f'{path.relative_to(top)}, cell {i}', code_of(cell.source), wide

def main():
    bad, widths = [], []
    for where, source, wide in pieces():
        lines = source.split('\n')
        widths += [len(l) for l in lines]
        if source.startswith('#| export') and len(lines)>CELL:
            bad.append(f'{where}: an exported cell of {len(lines)} lines')
        bad += [f'{where}, line {number}: {what}' for number, what in faults(source, wide)]
    print(f'{len(widths)} lines, the widest has {max(widths)} columns')
    if bad: sys.exit('\n'.join(bad))

if __name__=='__main__': main()
