"Mistakes that nbdev's own commands let pass in silence: python .ci/holes.py"
import re, sys
from pathlib import Path
import nbformat

top = Path(__file__).resolve().parent.parent
ASSERTS = r'\bassert\b|\btest_\w+\(|\bclose\(|\bcheck_method\('
SKIPPED = r'(?m)^-\s*skip_exec:\s*true'
NOT_RUN = r'(?m)^#\|\s*eval:\s*false'

def directives(source):
    "What is wrong with the directives of a cell"
    lines = source.split('\n')
    first = next((i for i,l in enumerate(lines) if l.strip() and not l.startswith('#|')), len(lines))
    if any(l.startswith('#|') for l in lines[first:]):
        yield f'a directive below code or a comment is ignored: {lines[first][:50]!r}'
    if 'nbdev_export(' in source: yield 'a cell with nbdev_export( is skipped by the tests'

def holes(path, nb):
    "What is wrong with a notebook"
    code = [c for c in nb.cells if c.cell_type=='code']
    for cell in code: yield from directives(cell.source)
    title = nb.cells[0] if nb.cells else None
    if title and title.cell_type=='markdown' and re.search(SKIPPED, title.source):
        yield 'skip_exec in the title cell keeps the notebook from being tested'
    tested = [c.source for c in code if not re.search(NOT_RUN, c.source)]
    if not any(re.search(ASSERTS, c) for c in tested): yield 'no assertion runs, so it always passes'
    kinds = {o.get('output_type') for c in code for o in c.outputs}
    if 'error' in kinds: yield 'an error is among the outputs'
    size = path.stat().st_size//1024
    if size>300: yield f'{size} KB, more than 300'

def module_of(nb):
    found = re.findall(r'(?m)^#\|\s*default_exp\s+(\S+)', '\n'.join(c.source for c in nb.cells))
    return found[0] if found else None

def main():
    bad, notebooks = [], {}                             # notebooks: module -> those that export it
    for path in sorted((top/'nbs').rglob('*.ipynb')):
        nb, name = nbformat.read(path, 4), str(path.relative_to(top))
        bad += [f'{name}: {hole}' for hole in holes(path, nb)]
        if module_of(nb): notebooks.setdefault(module_of(nb), []).append(name)
    for module, where in notebooks.items():
        if len(where)>1:
            bad.append(f'default_exp {module} stands in {" and ".join(where)}: the last one wins')
    for path in sorted((top/'attexplore_nb').glob('*.py')):
        name = path.relative_to(top)
        if path.stem not in ('__init__','_modidx', *notebooks): bad.append(f'{name}: comes from no notebook')
        if re.search(r'\.cuda\(\)|device=.cuda', path.read_text()):
            bad.append(f'{name}: a device is hard-coded')
    if bad: sys.exit('\n'.join(bad))

main()
