"""Smaller notebooks: python .ci/shrink.py nbs/x.ipynb ...

Re-encodes PNG outputs with a palette where that is smaller (256 colours, 64 for the largest) and keeps only
the pictures of widgets."""
import base64, io, json, sys
from PIL import Image

WIDGET = 'application/vnd.jupyter.widget-view+json'

def shrink(encoded):
    image = Image.open(io.BytesIO(base64.b64decode(encoded)))
    colours = 64 if len(encoded)>120_000 else 256
    if image.mode=='P' and len(image.getpalette())//3<=colours: return encoded
    out = io.BytesIO()
    how = dict(method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
    small = image.convert('RGB').quantize(colours, **how)
    small.save(out, 'PNG', optimize=True)
    new = base64.b64encode(out.getvalue()).decode()+'\n'
    return new if len(new)<len(encoded) else encoded

def smaller(nb):
    nb['metadata'].pop('widgets', None)          # a widget without its program is nothing: its picture stays
    for output in (o for c in nb['cells'] for o in c.get('outputs', [])):
        data = output.get('data', {})
        if 'image/png' not in data: continue
        data.pop(WIDGET, None)
        picture = ''.join(data['image/png'])
        if len(picture)>20_000: data['image/png'] = shrink(picture)
    return json.dumps(nb, ensure_ascii=False, indent=1, sort_keys=True)+'\n'

for path in sys.argv[1:]:
    text = open(path, encoding='utf-8').read()
    new = smaller(json.loads(text))
    if new!=text: open(path, 'w', encoding='utf-8').write(new)
