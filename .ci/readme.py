"""README.md from nbs/index.ipynb by nbconvert: python .ci/readme.py [--check]

Cells with '#| hide' are left out, of cells with '#| echo: false' only the output is kept; pictures go to nbs/index_files/."""
import re, sys
from pathlib import Path
import nbformat
from nbconvert import MarkdownExporter

top = Path(__file__).resolve().parent.parent
nb = nbformat.read(top/'nbs/index.ipynb', 4)
nb.cells = [c for c in nb.cells if not c.source.startswith('#| hide')]
nb.metadata.language_info = dict(name='python')
for c in nb.cells:
    c.metadata.clear()
    if c.source.startswith('#| echo: false'): c.source = ''
    if c.cell_type=='code': c.outputs = [o for o in c.outputs if o.get('name')!='stderr']
body,res = MarkdownExporter().from_notebook_node(nb, resources=dict(output_files_dir='nbs/index_files', unique_key='index'))
body = re.sub(r'```python\s*```\n', '', body)
body = re.sub(r'\]\(\.\./', '](', re.sub(r'\]\((?=[\w/]+\.ipynb)', '](nbs/', body)) # links as seen from the top
body = re.sub(r'\n{3,}', '\n\n', body).strip()+'\n'
want = {top/'README.md': body.encode(), **{top/k: v for k,v in res['outputs'].items()}}
if '--check' in sys.argv:
    wrong = [str(p.relative_to(top)) for p,v in want.items() if not p.exists() or p.read_bytes()!=v]
    wrong += [str(p.relative_to(top)) for p in (top/'nbs/index_files').glob('*') if p not in want]
    if wrong: sys.exit(f'README does not agree with nbs/index.ipynb: {", ".join(wrong)}; run python .ci/readme.py')
else:
    (top/'nbs/index_files').mkdir(exist_ok=True)
    for p in (top/'nbs/index_files').glob('*'): p.unlink()
    for p,v in want.items(): p.write_bytes(v)
