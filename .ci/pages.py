"""The documentation as pages: python .ci/pages.py [FOLDER]

Renders every notebook to HTML in FOLDER with nbconvert and checks what a reader would stumble on: links that lead nowhere (in the top level's Markdown as well), anchors that are not there,
pictures that are missing, code that should have printed and did not. Checks _quarto.yml: every page in it exists, and every notebook stands in it."""
import re, sys, tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
import nbformat, yaml
from nbconvert import HTMLExporter

top = Path(__file__).resolve().parent.parent
out = Path(sys.argv[1] if len(sys.argv)>1 else tempfile.mkdtemp())
bad,pages = [],{}                                          # pages: notebook -> Page

class Page(HTMLParser):
    "What a page points to and can be pointed at"
    def __init__(self, html):
        super().__init__(); self.links,self.pictures,self.anchors = [],[],set(); self.feed(html)
    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if 'id' in a: self.anchors.add(a['id'])
        if tag=='a' and a.get('href'): self.links.append(a['href'])
        if tag=='img': self.pictures.append(a.get('src') or '')

export = HTMLExporter(template_name='basic')
for path in sorted((top/'nbs').rglob('*.ipynb')):
    nb = nbformat.read(path, 4)
    for i,c in enumerate(c for c in nb.cells if c.cell_type=='code'):
        last = c.source.strip().split('\n')[-1]
        silent = re.search(r'^#\|\s*(hide|export|eval:\s*false|echo:\s*false|output:\s*false|default_exp)', c.source, re.M)
        if not silent and re.match(r'(print|show|display)\(|.*\bplt\.show\(', last) and not c.outputs: bad.append(f'{path.name}: cell {i} says something and shows nothing: {last[:60]!r}')
    html,_ = export.from_notebook_node(nb)
    target = out/path.relative_to(top).with_suffix('.html'); target.parent.mkdir(parents=True, exist_ok=True); target.write_text(html)
    pages[path] = Page(html)
for path,page in pages.items():
    for href in page.links:
        if re.match(r'(https?|mailto|data|javascript):', href): continue
        file,_,anchor = unquote(href).partition('#')
        to = (path.parent/file).resolve() if file else path
        if not to.exists(): bad.append(f'{path.relative_to(top)}: link to {href}, which is not there')
        elif anchor and to in pages and anchor not in pages[to].anchors: bad.append(f'{path.relative_to(top)}: link to {href}, which has no such heading')
    for src in page.pictures:
        if not src.startswith(('data:','http')) and not (path.parent/unquote(src)).exists(): bad.append(f'{path.relative_to(top)}: picture {src[:80]} is not there')
for md in top.glob('*.md'):
    for href in re.findall(r'\]\(([^)\s]+)\)', md.read_text()):
        if not re.match(r'(https?|mailto):', href) and not (top/unquote(href.split('#')[0])).exists(): bad.append(f'{md.name}: link to {href}, which is not there')

site = yaml.safe_load((top/'_quarto.yml').read_text())
def listed(node): # the files of a sidebar
    if isinstance(node, str): yield node
    elif isinstance(node, list):
        for n in node: yield from listed(n)
    else: yield from listed(node.get('contents', node.get('href', [])))
named = [*listed(site['website']['sidebar']['contents'])]
for n in named:
    if not (top/n).exists(): bad.append(f'_quarto.yml: {n} is not there')
for path in pages:
    if (n := str(path.relative_to(top))) not in named and n!='nbs/index.ipynb': bad.append(f'_quarto.yml: {n} is in no section')
for n in sorted({*named}):
    if named.count(n)>1: bad.append(f'_quarto.yml: {n} stands in it twice')
print(f'{len(pages)} pages, {sum(len(p.links) for p in pages.values())} links, {sum(len(p.pictures) for p in pages.values())} pictures in {out}')
if bad: sys.exit('\n'.join(bad))
