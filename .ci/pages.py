"""The documentation as pages: python .ci/pages.py [FOLDER]

Renders every notebook to HTML in FOLDER with nbconvert and checks what a reader would stumble on: links that
lead nowhere (in the top level's Markdown as well), anchors that are not there, pictures that are missing,
code that should have printed and did not. Checks _quarto.yml: its pages exist, and every notebook is one."""
import re, sys, tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
import nbformat, yaml
from nbconvert import HTMLExporter

top = Path(__file__).resolve().parent.parent
SILENT = r'(?m)^#\|\s*(hide|export|eval:\s*false|echo:\s*false|output:\s*false|default_exp)'
SPEAKS = r'(print|show|display)\(|.*\bplt\.show\('

class Page(HTMLParser):
    "What a page points to and can be pointed at"
    def __init__(self, html):
        super().__init__()
        self.links,self.pictures,self.anchors = [],[],set()
        self.feed(html)
    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if 'id' in a: self.anchors.add(a['id'])
        if tag=='a' and a.get('href'): self.links.append(a['href'])
        if tag=='img': self.pictures.append(a.get('src') or '')

def silent_cells(nb):
    "Code that says something and has no output"
    for i,cell in enumerate(c for c in nb.cells if c.cell_type=='code'):
        last = cell.source.strip().split('\n')[-1]
        if not re.search(SILENT, cell.source) and re.match(SPEAKS, last) and not cell.outputs:
            yield f'cell {i} says something and shows nothing: {last[:60]!r}'

def render(out):
    "{notebook: Page}, and what is wrong"
    export, pages, bad = HTMLExporter(template_name='basic'), {}, []
    for path in sorted((top/'nbs').rglob('*.ipynb')):
        nb = nbformat.read(path, 4)
        bad += [f'{path.name}: {what}' for what in silent_cells(nb)]
        html,_ = export.from_notebook_node(nb)
        target = out/path.relative_to(top).with_suffix('.html')
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html)
        pages[path] = Page(html)
    return pages, bad

def broken_links(path, page, pages):
    for href in page.links:
        if re.match(r'(https?|mailto|data|javascript):', href): continue
        file,_,anchor = unquote(href).partition('#')
        to = (path.parent/file).resolve() if file else path
        if not to.exists(): yield f'link to {href}, which is not there'
        elif anchor and to in pages and anchor not in pages[to].anchors:
            yield f'link to {href}, which has no such heading'
    for src in page.pictures:
        if not src.startswith(('data:','http')) and not (path.parent/unquote(src)).exists():
            yield f'picture {src[:80]} is not there'

def broken_markdown():
    for md in top.glob('*.md'):
        for href in re.findall(r'\]\(([^)\s]+)\)', md.read_text()):
            if re.match(r'(https?|mailto):', href): continue
            if not (top/unquote(href.split('#')[0])).exists():
                yield f'{md.name}: link to {href}, which is not there'

def listed(node):
    "The files of a sidebar"
    if isinstance(node, str): yield node
    elif isinstance(node, list):
        for n in node: yield from listed(n)
    else: yield from listed(node.get('contents', node.get('href', [])))

def sidebar(pages):
    "What is wrong between the sidebar and the files"
    site = yaml.safe_load((top/'_quarto.yml').read_text())
    named = [*listed(site['website']['sidebar']['contents'])]
    for n in sorted({*named}):
        if not (top/n).exists(): yield f'_quarto.yml: {n} is not there'
        if named.count(n)>1: yield f'_quarto.yml: {n} stands in it twice'
    for path in pages:
        n = str(path.relative_to(top))
        if n not in named and n!='nbs/index.ipynb': yield f'_quarto.yml: {n} is in no section'

def main():
    out = Path(sys.argv[1] if len(sys.argv)>1 else tempfile.mkdtemp())
    pages,bad = render(out)
    for path,page in pages.items():
        bad += [f'{path.relative_to(top)}: {what}' for what in broken_links(path, page, pages)]
    bad += [*broken_markdown(), *sidebar(pages)]
    links, pictures = (sum(len(getattr(p, what)) for p in pages.values()) for what in ('links','pictures'))
    print(f'{len(pages)} pages, {links} links, {pictures} pictures in {out}')
    if bad: sys.exit('\n'.join(bad))

main()
