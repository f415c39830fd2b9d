"""README.md from nbs/index.ipynb by nbconvert: python .ci/readme.py [--check]

Cells with '#| hide' are left out, of cells with '#| echo: false' only the output is kept; pictures go to
nbs/index_files/."""
import re, sys
from pathlib import Path
import nbformat
from nbconvert import MarkdownExporter

top = Path(__file__).resolve().parent.parent
pictures = top/'nbs/index_files'

def shown(nb):
    "The notebook as the README shows it"
    nb.cells = [c for c in nb.cells if not c.source.startswith('#| hide')]
    nb.metadata.language_info = dict(name='python')
    for cell in nb.cells:
        cell.metadata.clear()
        if cell.source.startswith('#| echo: false'): cell.source = ''
        if cell.cell_type=='code': cell.outputs = [o for o in cell.outputs if o.get('name')!='stderr']
    return nb

def as_seen_from_the_top(body):
    body = re.sub(r'```python\s*```\n', '', body)
    body = re.sub(r'\]\((?=[\w/]+\.ipynb)', '](nbs/', body)
    body = re.sub(r'\]\(\.\./', '](', body)
    return re.sub(r'\n{3,}', '\n\n', body).strip()+'\n'

def files():
    "{path: content} of the README and its pictures"
    where = dict(output_files_dir='nbs/index_files', unique_key='index')
    index = shown(nbformat.read(top/'nbs/index.ipynb', 4))
    body,resources = MarkdownExporter().from_notebook_node(index, resources=where)
    made = {top/name: data for name,data in resources['outputs'].items()}
    return {top/'README.md': as_seen_from_the_top(body).encode(), **made}

def check(want):
    wrong = [p for p,data in want.items() if not p.exists() or p.read_bytes()!=data]
    wrong += [p for p in pictures.glob('*') if p not in want]
    names = ', '.join(str(p.relative_to(top)) for p in wrong)
    if wrong: sys.exit(f'README does not agree with nbs/index.ipynb: {names}; run python .ci/readme.py')

def write(want):
    pictures.mkdir(exist_ok=True)
    for old in pictures.glob('*'): old.unlink()
    for path,data in want.items(): path.write_bytes(data)

if __name__=='__main__': (check if '--check' in sys.argv else write)(files())
