"Mistakes that nbdev's own commands let pass in silence: python .ci/holes.py"
import re, sys
from pathlib import Path
import nbformat

top = Path(__file__).resolve().parent.parent
bad,exports = [],{}
for path in sorted((top/'nbs').rglob('*.ipynb')):
    name,nb = path.relative_to(top),nbformat.read(path, 4)
    code = [c.source for c in nb.cells if c.cell_type=='code']
    for c in code:
        lines = c.split('\n')
        for m in re.findall(r'^#\|\s*default_exp\s+(\S+)', c, re.M): exports.setdefault(m, []).append(str(name))
        first = next((i for i,l in enumerate(lines) if l.strip() and not l.startswith('#|')), len(lines))
        if any(l.startswith('#|') for l in lines[first:]): bad.append(f'{name}: a directive below code or a comment is ignored: {lines[first][:50]!r}')
        if 'nbdev_export(' in c: bad.append(f'{name}: a cell with nbdev_export( is skipped by the tests')
    if nb.cells and nb.cells[0].cell_type=='markdown' and re.search(r'^-\s*skip_exec:\s*true', nb.cells[0].source, re.M): bad.append(f'{name}: skip_exec in the title cell keeps the notebook from being tested')
    tested = [c for c in code if not re.search(r'^#\|\s*eval:\s*false', c, re.M)]
    if not any(re.search(r'\bassert\b|\btest_\w+\(|\bclose\(|\bcheck_method\(', c) for c in tested): bad.append(f'{name}: no assertion runs, so it always passes')
    if any(o.get('output_type')=='error' for c in nb.cells if c.cell_type=='code' for o in c.outputs): bad.append(f'{name}: an error is among the outputs')
    if (kb := path.stat().st_size//1024)>300: bad.append(f'{name}: {kb} KB, more than 300')
for m,where in exports.items():
    if len(where)>1: bad.append(f'default_exp {m} stands in {" and ".join(where)}: the last one wins')
for py in sorted((top/'attexplore_nb').glob('*.py')):
    if py.stem not in ('__init__','_modidx') and py.stem not in exports: bad.append(f'{py.relative_to(top)}: comes from no notebook')
    if re.search(r'\.cuda\(\)|device=.cuda', py.read_text()): bad.append(f'{py.relative_to(top)}: a device is hard-coded')
if bad: sys.exit('\n'.join(bad))
